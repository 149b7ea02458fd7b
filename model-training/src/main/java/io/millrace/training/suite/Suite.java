package io.millrace.training.suite;

import io.millrace.training.series.UnreadableSeriesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The benchmarks that can be read. Each finds whatever series of its layout lie in its folder. */
public enum Suite {
    /** NASA's SMAP and MSL telemetry: {@code smap_msl/{train,test}/CHANNEL.npy}, {@code labeled_anomalies.csv}. */
    SMAP_MSL("smap-msl", SmapMsl::read),
    /** TSB-AD, multivariate and univariate: {@code tsb_ad/TSB-AD-{M,U}/NNN_SET_id_K_DOMAIN_tr_N_1st_M.csv}. */
    TSB_AD("tsb-ad", TsbAd::read),
    /** Skoltech anomaly benchmark: {@code skab/valve1/*.csv} and its sister folders. */
    SKAB("skab", Skab::read),
    /** Numenta anomaly benchmark: {@code nab/data/**}, {@code nab/labels/combined_windows.json}. */
    NAB("nab", Nab::read),
    /** Application server data set: {@code asd/{train,test,test_label}/*.npy}. */
    ASD("asd", datasets -> ServerArrays.read(datasets, "asd", "ASD")),
    /** Server machine data set: {@code smd/{train,test,test_label}/*.npy}. */
    SMD("smd", datasets -> ServerArrays.read(datasets, "smd", "SMD"));

    private final String optionName;
    private final Reader reader;

    Suite(String optionName, Reader reader) {
        this.optionName = optionName;
        this.reader = reader;
    }

    /** How the command line calls it. */
    public String optionName() {
        return optionName;
    }

    /** Name of its folder among the data sets. */
    public String folder() {
        return optionName.replace('-', '_');
    }

    /**
     * Reads all series, ordered by group and name.
     *
     * @param datasets folder that holds the suite's folder
     * @throws UnreadableSeriesException if there are none, or one cannot be read
     */
    public List<SuiteSeries> read(Path datasets) throws IOException {
        List<SuiteSeries> series = reader.read(datasets);
        if (series.isEmpty()) {
            throw new UnreadableSeriesException(
                    datasets,
                    "holds no series of suite " + optionName + ": point --datasets at the folder above its files");
        }
        return series;
    }

    /** The suite of this name. */
    public static Suite of(String optionName) {
        return Arrays.stream(values())
                .filter(suite -> suite.optionName.equals(optionName))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("suite '" + optionName + "' is not known: choose one of "
                                + Arrays.stream(values()).map(Suite::optionName).collect(Collectors.joining(", "))));
    }

    /** Reads a suite's folder. */
    @FunctionalInterface
    interface Reader {
        List<SuiteSeries> read(Path datasets) throws IOException;
    }

    /** Files of a folder with this ending, by name; none when there is no such folder. */
    static List<Path> files(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(file -> file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
