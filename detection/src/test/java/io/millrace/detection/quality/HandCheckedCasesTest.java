package io.millrace.detection.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Short series whose values can be worked out on paper, or come from {@code hand_checked_cases.py} beside the case file,
 * which writes the definitions down a second time without any shortcut.
 */
class HandCheckedCasesTest {

    @TestFactory
    List<DynamicTest> agreesWithThePlainDefinitionsOnEveryCase() throws IOException {
        try (InputStream json = getClass().getResourceAsStream("hand_checked_cases.json")) {
            List<MetricCase> cases = MetricCase.read(json);
            assertThat(cases).hasSize(8);
            return cases.stream()
                    .map(each -> DynamicTest.dynamicTest(each.name(), each::verify))
                    .toList();
        }
    }
}
