package io.millrace.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {

    private static final String TOKEN = "0123456789abcdef";
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final Access open = Access.of(HERE, Optional.empty());
    private final Access guarded = Access.of(HERE, Optional.of(TOKEN));

    @Test
    void refusesToListenForOthersWithoutAToken() throws Exception {
        InetAddress everywhere = InetAddress.getByName("0.0.0.0");

        assertThatThrownBy(() -> Access.of(everywhere, Optional.empty()))
                .hasMessageContainingAll("0.0.0.0", "--token-file");
        assertThat(Access.of(everywhere, Optional.of(TOKEN)).needsToken()).isTrue();
    }

    @Test
    void refusesAShortToken() {
        assertThatThrownBy(() -> Access.of(HERE, Optional.of("secret"))).hasMessageContainingAll("6 characters", "16");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8642, true",
        "127.0.0.1:8642, true",
        "[::1]:8642, true",
        "LOCALHOST, true",
        "plant.example.org, false",
        "127.0.0.1.example.org, false",
        "localhost.example.org:8642, false"
    })
    void onLoopbackTheHostMustBeThisMachine(String host, boolean allowed) {
        assertThat(open.mayRead(headers("Host", host))).isEqualTo(allowed);
    }

    @Test
    void withATokenNobodyReadsWithoutIt() {
        assertThat(guarded.mayRead(headers("Host", "localhost"))).isFalse();
        assertThat(guarded.mayRead(headers("Authorization", "Bearer " + TOKEN))).isTrue();
        assertThat(guarded.mayRead(headers("Authorization", "Bearer " + TOKEN + "0")))
                .isFalse();
        assertThat(guarded.mayRead(headers("Cookie", "a=b; " + Access.COOKIE + "=" + guarded.cookieValue())))
                .isTrue();
        assertThat(guarded.mayRead(headers("Cookie", Access.COOKIE + "=" + TOKEN)))
                .isFalse();
        assertThat(guarded.cookieValue()).doesNotContain(TOKEN);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8642, localhost:8642, application/json, true",
        "https://evil.example.org, localhost:8642, application/json, false",
        "null, localhost:8642, application/json, false",
        "http://localhost:8642, localhost:8642, text/plain, false"
    })
    void onlyTheOwnPageWrites(String origin, String host, String contentType, boolean allowed) {
        Headers request = headers("Host", host);
        request.set("Origin", origin);
        request.set("Content-Type", contentType);

        assertThat(open.mayWrite(request)).isEqualTo(allowed);
    }

    private static Headers headers(String name, String value) {
        var headers = new Headers();
        headers.set(name, value);
        return headers;
    }
}
