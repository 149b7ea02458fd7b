package io.millrace.cli;

import io.millrace.training.report.GeneratedSection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What kinds of detector cost, as it was measured for the page on detectors that came with this build.
 *
 * @param measured when, of what build and how, in one sentence
 * @param microsPerWindow by kind, of scoring a window on one thread
 */
record PublishedCosts(String measured, Map<String, Double> microsPerWindow) {

    /** The page's section. */
    static final String SECTION = "cost";

    /** Its column. */
    static final String MICROS = "µs a window";

    private static final String PAGE = "detectors.md";

    PublishedCosts {
        microsPerWindow = Map.copyOf(microsPerWindow);
    }

    static PublishedCosts read() throws IOException {
        try (InputStream page = PublishedCosts.class.getResourceAsStream(PAGE)) {
            return of(new String(page.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static PublishedCosts of(String page) {
        List<String> lines = GeneratedSection.of(page, SECTION)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        List<List<String>> table = lines.stream()
                .filter(line -> line.startsWith("| "))
                .map(line -> List.of(line.substring(2).split(" \\| ")))
                .toList();
        int column = table.get(0).indexOf(MICROS);
        var micros = new LinkedHashMap<String, Double>();
        for (List<String> row : table.subList(2, table.size())) { // below the header and its rule
            micros.put(row.get(0), Double.valueOf(row.get(column)));
        }
        return new PublishedCosts(lines.get(0), micros);
    }
}
