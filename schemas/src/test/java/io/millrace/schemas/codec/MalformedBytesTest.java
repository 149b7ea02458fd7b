package io.millrace.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.DetectorSpec;
import io.millrace.schemas.SensorReading;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;

class MalformedBytesTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] HEADER = SingleObjectHeader.of(SensorReading.getClassSchema());
    private static final String NOON = "80a8e59b8465";

    @Test
    void refusesNoBytesAtAll() {
        assertUndecodable(new byte[0], "found no bytes");
    }

    @Test
    void refusesJsonAndNamesTheMarkerItExpected() {
        assertUndecodable("{\"machineId\":\"m\"}".getBytes(), "expected the marker c3 01", "found 7b 22");
    }

    @Test
    void refusesAHeaderThatWasCutOff() {
        assertUndecodable(Arrays.copyOf(HEADER, 9), "expected a header of 10 bytes", "found 9");
    }

    @Test
    void refusesEveryTruncation() {
        byte[] whole = RecordEncoder.of(SensorReading.class).encode(SampleRecords.reading());
        for (int length = 0; length < whole.length; length++) {
            assertUndecodable(Arrays.copyOf(whole, length), "expected");
        }
    }

    @Test
    void refusesTrailingBytes() {
        byte[] whole = RecordEncoder.of(SensorReading.class).encode(SampleRecords.reading());
        assertUndecodable(Arrays.copyOf(whole, whole.length + 3), "found 3 more");
    }

    @Test
    void refusesAStringThatClaimsTwoGigabytes() {
        assertUndecodable(reading("feffffff0f", "70"), "expected 2147483647 bytes of a string in field machineId");
    }

    @Test
    void refusesANegativeLength() {
        assertUndecodable(reading("01", "70"), "expected -1 bytes of a string");
    }

    @Test
    void refusesAMapOfMoreEntriesThanBytes() {
        assertUndecodable(reading("0270", NOON, "feffffff0f"), "found 2147483647 items", "field values");
    }

    @Test
    void refusesTheMostNegativeBlockCount() {
        // A negative count has a size in bytes behind it; this one cannot be negated.
        assertUndecodable(reading("0270", NOON, "ffffffffffffffffff01", "00"), "items");
    }

    @Test
    void refusesABlockThatIsLargerThanTheRecord() {
        assertUndecodable(reading("0270", NOON, "01", "c801", "00"), "found 100 bytes");
    }

    @Test
    void acceptsABlockThatSaysItsSize() throws UndecodableRecordException {
        byte[] sized = reading("0270", NOON, "01", "14", "0261", "0000000000001140", "00", "00");

        assertThat(RecordDecoder.of(SensorReading.class).decode(sized).getValues())
                .isEqualTo(Map.of("a", 4.25));
    }

    @Test
    void refusesABranchThatTheUnionDoesNotHave() {
        assertUndecodable(reading("0270", NOON, "00", "04"), "expected one of 2 branches in field sequence");
    }

    @Test
    void refusesANumberThatNeverEnds() {
        assertUndecodable(reading("0270", "ffffffffffffffffffffff"), "field timestampMillis");
    }

    @Test
    void refusesAStringThatIsNotUtf8() {
        assertUndecodable(reading("02ff", NOON, "00", "00"), "expected UTF-8 in field machineId");
    }

    @Test
    void refusesNestingThatWouldExhaustTheStack() {
        // One ensemble: kind, no parameters, no tensors, no attachments, one member with three numbers, and in it the
        // next ensemble.
        String open = "0e" + "00" + "00" + "00" + "02" + "0000000000000000".repeat(3);
        byte[] bytes = Arrays.copyOf(
                SingleObjectHeader.of(DetectorSpec.getClassSchema()), SingleObjectHeader.LENGTH + 29 * 100_000);
        byte[] content = HEX.parseHex(open.repeat(100_000));
        System.arraycopy(content, 0, bytes, SingleObjectHeader.LENGTH, content.length);

        assertThatThrownBy(() -> RecordDecoder.of(DetectorSpec.class).decode(bytes))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessageContaining("at most 32 records within each other");
    }

    @Test
    void readingsSurviveTenThousandMutationsOrAreUndecodable() {
        mutate(SampleRecords.reading(), SampleRecords.alert(), 10_000, 20250101);
    }

    @Test
    void artefactsSurviveTenThousandMutationsOrAreUndecodable() {
        mutate(SampleRecords.artefactWithEnsemble(), SampleRecords.release(), 10_000, 20250102);
    }

    /** Flips, cuts, inserts and splices behind the header, so that most mutations reach the content. */
    private static <T extends SpecificRecordBase> void mutate(
            T sample, SpecificRecordBase other, int times, long seed) {
        @SuppressWarnings("unchecked") // A sample's class is T.
        Class<T> type = (Class<T>) sample.getClass();
        RecordDecoder<T> decoder = RecordDecoder.of(type);
        RecordEncoder<T> encoder = RecordEncoder.of(type);
        byte[] valid = encoder.encode(sample);
        byte[] donor = donorBytes(other);
        Random random = new Random(seed);
        int undecodable = 0;
        for (int i = 0; i < times; i++) {
            byte[] mutant = mutant(valid, donor, random);
            String about = "seed " + seed + ", mutation " + i + ": " + HEX.formatHex(mutant);
            try {
                T decoded = decoder.decode(mutant);
                assertThat(encoder.encode(decoded)).as(about).hasSizeLessThanOrEqualTo(mutant.length);
            } catch (UndecodableRecordException e) {
                undecodable++;
                assertThat(e.recordName()).isEqualTo(type.getSimpleName());
            } catch (RuntimeException | Error e) {
                throw new AssertionError(about, e);
            }
        }
        // Both ends occur: a flipped value still decodes, a flipped length does not.
        assertThat(undecodable).isBetween(times / 10, times - times / 100);
        assertThatDecodes(decoder, valid, sample);
    }

    @SuppressWarnings("unchecked") // A sample's class is the class of its records.
    private static byte[] donorBytes(SpecificRecordBase other) {
        return RecordEncoder.of((Class<SpecificRecordBase>) other.getClass()).encode(other);
    }

    private static <T extends SpecificRecordBase> void assertThatDecodes(
            RecordDecoder<T> decoder, byte[] valid, T expected) {
        try {
            assertThat(decoder.decode(valid)).isEqualTo(expected);
        } catch (UndecodableRecordException e) {
            throw new AssertionError("a sound record after many bad ones", e);
        }
    }

    private static byte[] mutant(byte[] valid, byte[] donor, Random random) {
        byte[] mutant = valid.clone();
        int rounds = 1 + random.nextInt(3);
        for (int round = 0; round < rounds && mutant.length > 0; round++) {
            int from = random.nextInt(20) == 0 ? 0 : Math.min(SingleObjectHeader.LENGTH, mutant.length - 1);
            int at = from + random.nextInt(mutant.length - from);
            mutant = switch (random.nextInt(4)) {
                case 0 -> flip(mutant, at, random);
                case 1 -> Arrays.copyOf(mutant, at);
                case 2 -> insert(mutant, at, randomBytes(random));
                default -> splice(mutant, at, donor, random.nextInt(donor.length));
            };
        }
        return mutant;
    }

    private static byte[] flip(byte[] bytes, int at, Random random) {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        return bytes;
    }

    private static byte[] insert(byte[] bytes, int at, byte[] inserted) {
        byte[] result = Arrays.copyOf(bytes, bytes.length + inserted.length);
        System.arraycopy(inserted, 0, result, at, inserted.length);
        System.arraycopy(bytes, at, result, at + inserted.length, bytes.length - at);
        return result;
    }

    private static byte[] splice(byte[] head, int at, byte[] tail, int from) {
        byte[] result = Arrays.copyOf(head, at + tail.length - from);
        System.arraycopy(tail, from, result, at, tail.length - from);
        return result;
    }

    private static byte[] randomBytes(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(8)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] reading(String... hexParts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(HEADER);
        for (String part : hexParts) {
            bytes.writeBytes(HEX.parseHex(part));
        }
        return bytes.toByteArray();
    }

    private static void assertUndecodable(byte[] bytes, String... messageParts) {
        assertThatThrownBy(() -> RecordDecoder.of(SensorReading.class).decode(bytes))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessageContaining("SensorReading")
                .satisfies(e -> assertThat(e.getMessage()).contains(messageParts));
    }
}
