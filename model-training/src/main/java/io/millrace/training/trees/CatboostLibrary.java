package io.millrace.training.trees;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;

/**
 * CatBoost's training, which exists for Java as a part of its Spark package alone: a large archive whose dependencies nobody here needs. So it is no
 * dependency of this project; whoever trains CatBoost's trees fetches two archives, and they are looked for when they are needed. It runs in a process of
 * its own, since its native code writes to standard output whatever it is told.
 */
public final class CatboostLibrary {

    /** Environment variable: the folder of the two archives; without it they are looked for in Maven's local repository. */
    public static final String FOLDER = "MILLRACE_CATBOOST";

    private static final String NAME = "CatBoost";
    private static final String TRAINING = "catboost-spark_3.1_2.12";
    private static final String TRAINING_VERSION = "1.0.6"; // the last whose single archive holds the natives
    private static final String COMMON = "catboost-common";
    private static final String COMMON_VERSION = "1.2.7";

    private CatboostLibrary() {}

    /** Whether both archives are there. */
    public static boolean isPresent() {
        return archives().stream().allMatch(Files::isRegularFile);
    }

    /** @throws IllegalArgumentException if an archive is missing, with the way to get it */
    public static void require() {
        if (!isPresent()) {
            throw new IllegalArgumentException(
                    ("CatBoost's trees need its trainer, which is no part of Millrace, and found none: fetch it (41 MB) by"
                                    + " '%s' and '%s', or set %s to a folder that holds both archives")
                            .formatted(fetch(TRAINING, TRAINING_VERSION), fetch(COMMON, COMMON_VERSION), FOLDER));
        }
    }

    /**
     * What {@code catboost fit} does on the command line.
     *
     * @param options of that command
     * @throws IllegalArgumentException if an archive is missing, with the way to get it
     * @throws TreeTrainingException with the library's reason
     */
    static void fit(List<String> options) {
        require();
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(),
                CatboostMain.class.getName()));
        command.addAll(options);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                if (process.waitFor() != 0) {
                    throw new TreeTrainingException(NAME, said.lines().reduce("no reason given", (a, b) -> b));
                }
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            throw new TreeTrainingException(NAME, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TreeTrainingException(NAME, "interrupted");
        }
    }

    private static String classPath() {
        return Stream.concat(archives().stream(), Stream.of(place(CatboostMain.class), place(Logger.class)))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path place(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new TreeTrainingException(NAME, e);
        }
    }

    /** A command that brings an archive into Maven's local repository. Newer versions of the plugin ask for a parent that was never published. */
    private static String fetch(String artifact, String version) {
        return "mvn -N org.apache.maven.plugins:maven-dependency-plugin:2.8:copy -Dartifact=ai.catboost:%s:%s"
                .formatted(artifact, version);
    }

    private static List<Path> archives() {
        return List.of(archive(TRAINING, TRAINING_VERSION), archive(COMMON, COMMON_VERSION));
    }

    private static Path archive(String artifact, String version) {
        String folder = System.getenv(FOLDER);
        String file = artifact + "-" + version + ".jar";
        if (folder != null) {
            return Path.of(folder, file);
        }
        String repository = System.getProperty("maven.repo.local", System.getProperty("user.home") + "/.m2/repository");
        return Path.of(repository, "ai", "catboost", artifact, version, file);
    }
}
