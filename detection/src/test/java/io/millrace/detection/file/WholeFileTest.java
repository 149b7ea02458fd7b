package io.millrace.detection.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

    @TempDir
    Path folder;

    @Test
    void makesTheFolderAndReplacesWhatWasThere() throws IOException {
        Path file = folder.resolve("a/b.txt");

        WholeFile.write(file, "first");
        WholeFile.write(file, "second");

        assertThat(file).hasContent("second");
        assertThat(names(file.getParent())).containsExactly("b.txt");
    }

    @Test
    void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = folder.resolve("b.txt");
        WholeFile.write(file, "old");

        assertThatThrownBy(() -> WholeFile.write(file, out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(UnwritableFileException.class)
                .hasMessage(file + ": cannot be written (No space left on device): check the disk's free space and the"
                        + " folder's rights, or name another place");
        assertThatThrownBy(() -> WholeFile.write(file, out -> {
                    out.write(1);
                    throw new IllegalStateException("a defect of the writer");
                }))
                .hasMessage("a defect of the writer");

        assertThat(file).hasContent("old");
        assertThat(names(folder)).containsExactly("b.txt");
    }

    @Test
    void saysWhichFolderIsNone() throws IOException {
        Path file = Files.writeString(folder.resolve("b.txt"), "old");

        assertThatThrownBy(() -> WholeFile.write(file.resolve("inside.txt"), "x"))
                .isInstanceOf(UnwritableFileException.class)
                .hasMessageContaining(file.resolve("inside.txt") + ": cannot be written (" + file + " is a file");
    }

    @Test
    void doesNotReplaceAFolder() throws IOException {
        Path file = Files.createDirectories(folder.resolve("b/inside")).getParent();

        assertThatThrownBy(() -> WholeFile.write(file, "x"))
                .isInstanceOf(UnwritableFileException.class)
                .hasMessageContaining("cannot be written");
        assertThat(names(folder)).containsExactly("b");
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
