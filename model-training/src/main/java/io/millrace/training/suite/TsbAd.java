package io.millrace.training.suite;

import io.millrace.training.series.TableOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * TSB-AD. A file's name carries its data set and its training prefix; figures are summed per variant and data set.
 *
 * <p>Source: Q. Liu, J. Paparrizos, "The Elephant in the Room: Towards A Reliable Time-Series Anomaly Detection Benchmark", NeurIPS 2024.
 */
final class TsbAd {

    private static final Pattern NAME = Pattern.compile("\\d+_([^_]+)_id_\\d+_[^_]+_tr_(\\d+)_1st_\\d+\\.csv");

    private TsbAd() {}

    static List<SuiteSeries> read(Path datasets) throws IOException {
        var all = new ArrayList<SuiteSeries>();
        for (String variant : List.of("TSB-AD-M", "TSB-AD-U")) {
            for (Path file : Suite.files(datasets.resolve("tsb_ad").resolve(variant), ".csv")) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    all.add(PrefixSeries.of(
                            file,
                            variant + "/" + Suite.stem(file),
                            variant + " " + name.group(1),
                            PrefixSeries.read(file, TableOptions.AUTOMATIC),
                            Integer.parseInt(name.group(2))));
                }
            }
        }
        all.sort(Comparator.comparing(SuiteSeries::group).thenComparing(SuiteSeries::name));
        return all;
    }
}
