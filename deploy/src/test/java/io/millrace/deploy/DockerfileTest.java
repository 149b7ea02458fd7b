package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DockerfileTest {

    private static List<String> stages() throws IOException {
        String text = Project.text(Project.DEPLOY.resolve("Dockerfile"));
        return Arrays.stream(text.split("(?m)(?=^FROM )")).skip(1).toList();
    }

    @Test
    void imagesArePinnedAndNothingRunsAsRoot() throws IOException {
        assertThat(stages()).hasSize(2).allSatisfy(stage -> {
            Matcher from = Pattern.compile("^FROM (\\S+) AS (job|cli)\n").matcher(stage);
            assertThat(from.find()).isTrue();
            assertThat(Images.isPinned(from.group(1))).as(from.group(1)).isTrue();
            List<String> users =
                    stage.lines().filter(line -> line.startsWith("USER ")).toList();
            assertThat(users).hasSize(1).noneMatch(user -> user.contains("root"));
        });
    }

    @Test
    void flinkIsTheVersionThatTheJobIsBuiltWith() throws IOException {
        Matcher version = Pattern.compile("<flink.version>(.*)</flink.version>")
                .matcher(Project.text(Project.ROOT.resolve("pom.xml")));
        assertThat(version.find()).isTrue();

        assertThat(stages().get(0))
                .startsWith("FROM flink:" + version.group(1) + "-java17 ")
                .contains("flink-s3-fs-presto-" + version.group(1) + ".jar");
    }

    /** Sources that the build does not make are there. */
    @Test
    void whatIsCopiedIsThereOrIsBuilt() throws IOException {
        Pattern copy = Pattern.compile("(?m)^COPY (?:--chown=\\S+ )?(\\S+) \\S+$");
        for (String stage : stages()) {
            Matcher sources = copy.matcher(stage);
            while (sources.find()) {
                String source = sources.group(1);
                if (!source.contains("/target/")) {
                    assertThat(matches(source)).as(source).isTrue();
                }
            }
        }
    }

    /** What the build makes is copied from where it makes it. */
    @Test
    void whatIsBuiltIsCopiedFromWhereItIsBuilt() throws IOException {
        assertThat(stages().get(0)).contains("COPY --chown=flink:flink job/target/millrace-job-*-cluster.jar ");
        assertThat(Project.text(Project.ROOT.resolve("job/pom.xml")))
                .contains("<artifactId>millrace-job</artifactId>")
                .contains("<shadedClassifierName>cluster</shadedClassifierName>");
        assertThat(stages().get(1)).contains("COPY cli/target/image/ /opt/millrace/lib/");
        assertThat(Project.text(Project.ROOT.resolve("cli/pom.xml")))
                .contains("<id>image</id>")
                .contains("<outputDirectory>${project.build.directory}/image</outputDirectory>");
    }

    private static boolean matches(String source) throws IOException {
        Path parent = Project.ROOT.resolve(source).getParent();
        PathMatcher glob = FileSystems.getDefault()
                .getPathMatcher("glob:" + Path.of(source).getFileName());
        try (Stream<Path> files = Files.list(parent)) {
            return files.anyMatch(file -> glob.matches(file.getFileName()));
        }
    }

    @Test
    void entryPointIsTheCommand() throws IOException, ClassNotFoundException {
        Matcher main = Pattern.compile("io\\.millrace\\.[\\w.]+")
                .matcher(stages().get(1).replaceAll(".*ENTRYPOINT", ""));
        assertThat(main.find()).isTrue();
        assertThat(Class.forName(main.group())).hasDeclaredMethods("main");
    }
}
