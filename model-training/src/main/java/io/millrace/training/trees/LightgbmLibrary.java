package io.millrace.training.trees;

import io.github.metarank.lightgbm4j.LGBMBooster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * LightGBM's native code. Its binding unpacks it into the temporary folder under names that every process shares: a second one overwrites what the first one
 * has mapped, and the first one crashes. So each process unpacks into a folder of its own.
 */
final class LightgbmLibrary {

    private static final String FOLDER = "java.io.tmpdir";
    private static final List<String> FILES = List.of("lib_lightgbm.so", "lib_lightgbm_swig.so");

    private static boolean loaded;

    private LightgbmLibrary() {}

    static synchronized void load() {
        if (loaded) {
            return;
        }
        String usual = System.getProperty(FOLDER);
        try {
            Path own = Files.createTempDirectory("millrace-lightgbm");
            own.toFile().deleteOnExit(); // run in reverse: its files go first
            FILES.forEach(file -> own.resolve(file).toFile().deleteOnExit());
            System.setProperty(FOLDER, own.toString());
            LGBMBooster.loadNative();
            loaded = true;
        } catch (IOException e) {
            throw new TreeTrainingException("LightGBM", e);
        } finally {
            System.setProperty(FOLDER, usual);
        }
    }
}
