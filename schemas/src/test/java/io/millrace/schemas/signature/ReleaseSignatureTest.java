package io.millrace.schemas.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ReleaseAction;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.RecordEncoder;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReleaseSignatureTest {

    /** The first test key of RFC 8032, section 7.1, in PKCS#8 and X.509 form. */
    private static final String RFC_PRIVATE = Pem.encode(
            Pem.PRIVATE,
            HexFormat.of()
                    .parseHex("302e020100300506032b657004220420"
                            + "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));

    private static final String RFC_PUBLIC = Pem.encode(
            Pem.PUBLIC,
            HexFormat.of()
                    .parseHex("302a300506032b6570032100"
                            + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));

    private final ReleaseSigner.Pair pair = ReleaseSigner.newPair();
    private final ReleaseSigner signer = ReleaseSigner.ofPem(pair.privateKey());
    private final ReleaseKey key = ReleaseKey.ofPem("plant", pair.publicKey());

    private static ModelRelease release() {
        return ModelRelease.newBuilder()
                .setModelId("pumps")
                .setVersion(3)
                .setMachinePatterns(List.of("pump-*", "*"))
                .setArtefact(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .setSha256("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81")
                .setReleasedAtMillis(1_700_000_000_000L)
                .setNotes("after the overhaul")
                .build();
    }

    @Test
    void aSignedReleaseIsThatOfItsKeyAndOfNoOther() {
        ModelRelease signed = signer.sign(release());
        ReleaseKey other = ReleaseKey.ofPem("other", ReleaseSigner.newPair().publicKey());

        assertThat(signed.getSignature().remaining()).isEqualTo(64);
        assertThat(key.signed(signed)).isTrue();
        assertThat(other.signed(signed)).isFalse();
        assertThat(new TrustedKeys(List.of(other, key)).signerOf(signed)).contains(key);
        assertThat(new TrustedKeys(List.of(other)).objection(signed).orElseThrow())
                .contains("none of the keys other", other.fingerprint());
    }

    @Test
    void theSignatureOutlivesEncodingAndThatTheArtefactMovesFromInlineToBesideIt() throws Exception {
        ModelRelease signed = signer.sign(release());

        byte[] bytes = RecordEncoder.of(ModelRelease.class).encode(signed);
        ModelRelease again = RecordDecoder.of(ModelRelease.class).decode(bytes);
        again.setArtefact(null);

        assertThat(key.signed(again)).isTrue();
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("modelId", release -> release.setModelId("Pumps")),
                change("version", release -> release.setVersion(4)),
                change("action", release -> release.setAction(ReleaseAction.ROLL_BACK)),
                change("supersedes", release -> release.setSupersedes(9)),
                change("one pattern more", release -> release.setMachinePatterns(List.of("pump-*", "*", ""))),
                change("patterns cut otherwise", release -> release.setMachinePatterns(List.of("pump-**", ""))),
                change("a URI", release -> release.setArtefactUri("")),
                change("sha256", release -> release.setSha256("00".repeat(32))),
                change("time", release -> release.setReleasedAtMillis(1)),
                change("notes", release -> release.setNotes("")),
                change("half a signature", release -> release.setSignature(ByteBuffer.wrap(new byte[32]))),
                change("an empty signature", release -> release.setSignature(ByteBuffer.allocate(0))),
                change("no signature", release -> release.setSignature(null)));
    }

    private static Arguments change(String name, Consumer<ModelRelease> change) {
        return Arguments.of(name, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void anyChangeBreaksIt(String name, Consumer<ModelRelease> change) {
        ModelRelease signed = signer.sign(release());
        assertThat(key.signed(signed)).isTrue();

        change.accept(signed);

        assertThat(key.signed(signed)).isFalse();
        assertThat(new TrustedKeys(List.of(key)).objection(signed)).isPresent();
        assertThat(TrustedKeys.NONE.objection(signed)).isEmpty();
    }

    /** Whoever writes a signer of their own can compare: key of RFC 8032, the release above; OpenSSL signs it to the same bytes. */
    @Test
    void theCanonicalFormNeverChanges() {
        ModelRelease signed = ReleaseSigner.ofPem(RFC_PRIVATE).sign(release());

        assertThat(HexFormat.of().formatHex(SignedContent.of(release())))
                .isEqualTo("0000000000000012" + "6d696c6c726163652d72656c656173652d31" // millrace-release-1
                        + "0000000000000005" + "70756d7073" // pumps
                        + "0000000000000003" // version
                        + "0000000000000005" + "5345525645" // SERVE
                        + "0000000000000000" // supersedes
                        + "0000000000000002" + "0000000000000006" + "70756d702d2a" + "0000000000000001" + "2a"
                        + "ffffffffffffffff" // no URI
                        + "0000000000000040"
                        + HexFormat.of().formatHex(release().getSha256().getBytes())
                        + "0000018bcfe56800" // 2023-11-14T22:13:20Z
                        + "0000000000000012" + "616674657220746865206f7665726861756c");
        assertThat(ReleaseKey.ofPem("rfc", RFC_PUBLIC).signed(signed)).isTrue();
        assertThat(HexFormat.of().formatHex(signed.getSignature().array()))
                .isEqualTo("4da37405967be13aa8d81936c5e457609e797fdad685d61b8f945323ee8311be"
                        + "89716a74d5defe0460a6a68f0548769264408566d6d5fced29c61d1461dc8704");
    }

    @Test
    void keysOfAnotherKindAreRefusedWithoutRepeatingThem() {
        assertThatThrownBy(() -> ReleaseKey.ofPem("k", pair.privateKey()))
                .hasMessageContaining("BEGIN PUBLIC KEY")
                .hasMessageContaining("found a private key")
                .hasMessageNotContaining(pair.privateKey().substring(30, 60));
        assertThatThrownBy(() -> ReleaseSigner.ofPem(pair.publicKey())).hasMessageContaining("found a public key");
        assertThatThrownBy(() -> ReleaseSigner.ofPem("")).hasMessageContaining("found nothing");
        assertThatThrownBy(() -> ReleaseSigner.ofPem(Pem.encode(Pem.PRIVATE, new byte[] {1, 2})))
                .hasMessageContaining("Ed25519")
                .hasNoCause();
        assertThat(pair.toString()).doesNotContain("PRIVATE");
    }

    @Test
    void aKeyIsKnownByNameAndFingerprint() {
        assertThat(ReleaseKey.ofPem("rfc", RFC_PUBLIC)).hasToString("rfc (06e3fd8fda29bb60)");
        assertThat(ReleaseKey.ofPem("plant", key.toPem())).isEqualTo(key);
    }
}
