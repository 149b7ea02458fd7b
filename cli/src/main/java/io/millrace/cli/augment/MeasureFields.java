package io.millrace.cli.augment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What of synthetic data is measured, and on what. */
final class MeasureFields {

    /** What can be measured. */
    enum What {
        /** How many planted faults each kind of detector finds. */
        FAULTS,
        /** What synthetic windows in training change. */
        GAIN
    }

    @Option(
            names = "--measure",
            paramLabel = "WHAT",
            description =
                    "FAULTS: every detector's recall of planted faults by kind, on a simulated machine and on public recordings."
                            + " GAIN: the same detector trained without and with synthetic windows, on a public benchmark.")
    What what;

    @Option(
            names = "--detector",
            paramLabel = "KIND",
            split = ",",
            description =
                    "With --measure: only these, joined by commas. Default: of FAULTS all kinds, of GAIN lstm-autoencoder,"
                            + " dense-autoencoder and window-pca.")
    List<String> detectors = new ArrayList<>();

    @Option(
            names = "--suite",
            paramLabel = "SUITE",
            description = "With --measure gain: skab, asd, smd, smap-msl, nab or tsb-ad.")
    String suite;

    @Option(
            names = "--series",
            paramLabel = "N",
            description = "With --measure gain: the suite's first N series. Default: all.")
    Integer series;

    @Option(names = "--seeds", paramLabel = "N", description = "With --measure gain: seeds 1 to N (default: 5).")
    Integer seeds;

    @Option(
            names = "--datasets",
            paramLabel = "DIR",
            description = "Folder above the data sets' folders. Without it: the environment's MILLRACE_DATASETS, or"
                    + " ../shared/datasets beside the project.")
    Path datasets;

    @Option(
            names = "--docs",
            paramLabel = "FILE.md",
            description = "With --measure: write the figures into the page's section 'faults' or 'gain SUITE'.")
    Path docs;

    boolean any() {
        return what != null;
    }

    /** An option that was given and says nothing without {@code --measure}; empty for none. */
    String alone() {
        if (!detectors.isEmpty()) {
            return "--detector";
        }
        if (suite != null) {
            return "--suite";
        }
        if (series != null) {
            return "--series";
        }
        if (seeds != null) {
            return "--seeds";
        }
        return docs != null ? "--docs" : datasets != null ? "--datasets" : "";
    }
}
