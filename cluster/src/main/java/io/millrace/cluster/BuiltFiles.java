package io.millrace.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the build left for a cluster: the class path of Flink's processes, and the job's jar. Nothing is fetched at run time. */
public final class BuiltFiles {

    /** System properties that name them where there is no source tree. */
    public static final String CLASS_PATH_PROPERTY = "millrace.flink.class-path";

    public static final String JOB_JAR_PROPERTY = "millrace.job.jar";

    private static final String BUILD = "build with: mvn -DskipTests package";

    private BuiltFiles() {}

    /** @throws ClusterException if the build left none */
    static String flinkClassPath() {
        String given = System.getProperty(CLASS_PATH_PROPERTY);
        Path file = given != null ? Path.of(given) : home().resolve("flink-processes/target/class-path.txt");
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new ClusterException(
                    "the class path of Flink's processes is missing, expected in " + file + ": " + BUILD, e);
        }
    }

    /** @throws ClusterException if the build left none */
    public static Path jobJar() {
        String given = System.getProperty(JOB_JAR_PROPERTY);
        if (given != null) {
            return Path.of(given);
        }
        Path target = home().resolve("job/target");
        try (Stream<Path> files = Files.isDirectory(target) ? Files.list(target) : Stream.empty()) {
            List<Path> jars = files.filter(
                            file -> file.getFileName().toString().matches("millrace-job-.*-cluster\\.jar"))
                    .toList();
            if (jars.size() == 1) {
                return jars.get(0);
            }
            throw new ClusterException("the job's jar is missing, expected one millrace-job-…-cluster.jar in " + target
                    + ", found " + jars.size() + ": name it with --jar, or " + BUILD);
        } catch (IOException e) {
            throw new ClusterException(target + " cannot be listed", e);
        }
    }

    /** The source tree that the launcher names; without a launcher, the working directory or what is above it. */
    private static Path home() {
        String given = System.getProperty("millrace.home");
        Path start = Path.of(given == null ? "" : given).toAbsolutePath();
        for (Path above = start; above != null; above = above.getParent()) {
            if (Files.isDirectory(above.resolve("flink-processes"))) {
                return above;
            }
        }
        return start;
    }
}
