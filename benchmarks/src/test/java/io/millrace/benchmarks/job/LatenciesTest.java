package io.millrace.benchmarks.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void givesTheSmallestThatAShareDoesNotExceed() {
        Latencies latencies =
                Latencies.of(LongStream.rangeClosed(1, 1000).map(i -> 1001 - i).toArray());

        assertThat(latencies.quantile(0.5)).isEqualTo(500);
        assertThat(latencies.quantile(0.99)).isEqualTo(990);
        assertThat(latencies.quantile(0.999)).isEqualTo(999);
        assertThat(latencies.quantile(1)).isEqualTo(1000);
    }

    @Test
    void knowsNothingOfNone() {
        assertThat(Latencies.of(new long[0]).quantile(0.5)).isNaN();
    }
}
