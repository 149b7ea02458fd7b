package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own: what a signal and a full disk do to it. */
@DisabledOnOs(OS.WINDOWS)
class TrainProcessITCase {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int SIGINT = 2;

    @TempDir
    private Path directory;

    private Path data;

    @BeforeEach
    void series() throws IOException {
        data = TestingCommand.waves(directory.resolve("pump.csv"), 0);
    }

    @Test
    void ctrlCEndsATrainingThatGoesOnWithResume() throws Exception {
        assumeFalse(
                ignoresInterrupts(),
                "this JVM was started with SIGINT ignored, as in the background of a script, and so would the training be");
        Path run = directory.resolve("run");
        String options = "--steps 20 --hidden 32 --learning-rate 0.0001 --patience 100000 --model-id pump";
        // more epochs than the two minutes of patience hold
        Process process = start("train " + data + " --run " + run + " --epochs 1000000 " + options);
        try {
            await().atMost(PATIENCE).until(() -> Files.exists(run.resolve("checkpoint")));
            assertThat(new ProcessBuilder("kill", "-INT", "" + process.pid())
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(process.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(said())
                .containsPattern("millrace train: interrupted (in epoch \\d+|while writing); go on from .* --resume");
        assertThat(names(run)).containsExactly("checkpoint");
        var command = new TestingCommand();
        assertThat(command.run("train " + data + " --run " + run + " --epochs 3 " + options))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err()).contains("holds an interrupted training: go on with --resume");
        // the same options again, another signal: what was fitted before is not fitted again
        Process resumed = start("train " + data + " --run " + run + " --epochs 1000000 --resume " + options);
        FileTime before = Files.getLastModifiedTime(run.resolve("checkpoint"));
        try {
            await().atMost(PATIENCE)
                    .until(() -> !Files.getLastModifiedTime(run.resolve("checkpoint"))
                            .equals(before));
        } finally {
            resumed.destroyForcibly().waitFor();
        }
    }

    @Test
    void aFullDiskLeavesNoHalfFile() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                mounts(disk, "64k"),
                "no small file system can be mounted here (that needs root on Linux): a full disk is not tested");
        try {
            Process process = start("train " + data + " -o " + disk.resolve("m.model") + " --epochs 1 --steps 8");
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

            assertThat(process.exitValue()).isEqualTo(ExitCode.FAILURE);
            assertThat(said())
                    .contains(
                            disk.resolve("m.model") + ": cannot be written (No space left on device): check the disk");
            assertThat(names(disk)).isEmpty();

            process = start("train " + data + " --run " + disk.resolve("run") + " --epochs 1 --steps 8");
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

            assertThat(process.exitValue()).isEqualTo(ExitCode.FAILURE);
            assertThat(said()).contains("checkpoint: cannot be written (No space left on device)");
            assertThat(names(disk.resolve("run"))).isEmpty();
        } finally {
            new ProcessBuilder("umount", disk.toString()).start().waitFor();
        }
    }

    /** Children inherit it, and a JVM leaves an ignored signal alone. */
    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1 << SIGINT - 1) != 0);
    }

    private static boolean mounts(Path folder, String size) throws Exception {
        try {
            return new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }

    private Process start(String line) throws IOException {
        var words = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--add-modules",
                "jdk.incubator.vector",
                "-Xmx512m",
                "-Dmillrace.log.dir=" + directory,
                "-cp",
                System.getProperty("java.class.path"),
                "io.millrace.cli.Millrace"));
        words.addAll(List.of(line.split(" +")));
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(new File(directory.toFile(), "said"))
                .start();
    }

    private String said() throws IOException {
        return Files.readString(directory.resolve("said"));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
