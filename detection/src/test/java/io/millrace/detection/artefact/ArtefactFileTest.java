package io.millrace.detection.artefact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtefactFileTest {

    @TempDir
    Path folder;

    @Test
    void writesAndReadsAnArtefactAndLeavesNothingElseBehind() throws IOException, BadArtefactException {
        Path file = folder.resolve("models/pumps.mlrc");

        ArtefactFile.write(file, TestArtefacts.small());

        TestArtefacts.assertSame(ArtefactFile.read(file), TestArtefacts.small());
        assertThat(file.getParent()).isDirectoryContaining("glob:**pumps.mlrc").satisfies(parent -> {
            try (var files = Files.list(parent)) {
                assertThat(files).hasSize(1);
            }
        });
    }

    @Test
    void replacesAnEarlierFile() throws IOException, BadArtefactException {
        Path file = folder.resolve("pumps.mlrc");
        ArtefactFile.write(file, TestArtefacts.small());

        ArtefactFile.write(file, TestArtefacts.small().withProvenance(Map.of("note", "again")));

        assertThat(ArtefactFile.read(file).provenance())
                .containsEntry("note", "again")
                .containsEntry("data", "pumps.csv");
    }

    @Test
    void isAsReadableAsAnyOtherNewFile() throws IOException {
        Path file = folder.resolve("pumps.mlrc");
        Path other = Files.writeString(folder.resolve("other"), "");

        ArtefactFile.write(file, TestArtefacts.small());

        for (String right : new String[] {"posix:permissions", "dos:readonly"}) {
            String view = right.substring(0, right.indexOf(':'));
            if (folder.getFileSystem().supportedFileAttributeViews().contains(view)) {
                assertThat(Files.getAttribute(file, right)).isEqualTo(Files.getAttribute(other, right));
            }
        }
    }

    @Test
    void namesTheFileWhoseContentsMustNotServe() throws IOException {
        Path file = Files.writeString(folder.resolve("readme.txt"), "hello");

        assertThatThrownBy(() -> ArtefactFile.read(file))
                .isInstanceOf(BadArtefactException.class)
                .hasMessageStartingWith(file + ": these 5 bytes are no Millrace model artefact");
        assertThatThrownBy(() -> ArtefactFile.read(folder.resolve("missing"))).isInstanceOf(NoSuchFileException.class);
    }
}
