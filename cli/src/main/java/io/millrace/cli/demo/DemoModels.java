package io.millrace.cli.demo;

import io.millrace.cli.BadInputException;
import io.millrace.cli.InputFiles;
import io.millrace.cli.local.ModelReleases.Release;
import io.millrace.testdata.MachineType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The demo's trained models: one per type of machine, in {@code src-test-data/models}. */
final class DemoModels {

    private static final String DIRECTORY = "src-test-data/models";

    private DemoModels() {}

    /** Every type's model, for the machines of that type. */
    static List<Release> load() throws IOException {
        Path directory = directory();
        List<Release> releases = new ArrayList<>();
        for (MachineType type : MachineType.values()) {
            Path file = directory.resolve(type.idPrefix() + ".model");
            releases.add(new Release(InputFiles.artefact(file), type.idPrefix() + "-*"));
        }
        return releases;
    }

    /** In the source tree that the launcher names; without a launcher, in the working directory or above it. */
    private static Path directory() {
        String home = System.getProperty("millrace.home");
        Path start = Path.of(home == null ? "" : home).toAbsolutePath();
        for (Path above = start; above != null; above = above.getParent()) {
            Path candidate = above.resolve(DIRECTORY);
            if (Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        throw new BadInputException("the demo's models are missing: expected a directory " + DIRECTORY + " in " + start
                + " or above it; run ./millrace from a source tree");
    }
}
