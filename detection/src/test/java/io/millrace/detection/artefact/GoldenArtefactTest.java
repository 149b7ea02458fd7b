package io.millrace.detection.artefact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Artefacts of every format ever released are kept and still decode. When the format's version rises, a file is added for it with
 *
 * <pre>
 * mvn -q -pl detection -am test -Dtest=GoldenArtefactTest -Dmillrace.golden.write=true -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * and those of earlier formats stay as they are.
 */
class GoldenArtefactTest {

    private static final Path FILES = Path.of("src/test/resources/io/millrace/detection/artefact");

    /** Scores of the artefact of format 1 on eleven rows, as they were when it was written. */
    private static final double[] SCORES_OF_FORMAT_1 = {
        1.2402827557523215, 1.2516525794188151, 1.1668301376426635, 1.0442571863967083, 1.1457627104693495
    };

    private static Path file(int format) {
        return FILES.resolve("format-" + format + ".mlrc");
    }

    @Test
    @EnabledIfSystemProperty(named = "millrace.golden.write", matches = "true")
    void writesTheFileOfTheCurrentFormat() throws IOException, BadArtefactException {
        ArtefactFile.write(file(ArtefactCodec.FORMAT_VERSION), TestArtefacts.small());

        TestArtefacts.assertSame(ArtefactFile.read(file(ArtefactCodec.FORMAT_VERSION)), TestArtefacts.small());
    }

    @Test
    void format1StillDecodesToTheSameModel() throws IOException, BadArtefactException {
        ModelArtefact decoded = ArtefactFile.read(file(1));

        TestArtefacts.assertSame(decoded, TestArtefacts.small());
    }

    @Test
    void format1StillScoresTheSame() throws IOException, BadArtefactException {
        double[] scores = TestArtefacts.scores(ArtefactFile.read(file(1)), TestArtefacts.rows(11));

        assertThat(scores).containsExactly(SCORES_OF_FORMAT_1, within(1e-6));
    }

    @Test
    void theCurrentFormatIsWrittenAsItsFileWas() throws IOException {
        assertThat(ArtefactCodec.encode(TestArtefacts.small()))
                .isEqualTo(Files.readAllBytes(file(ArtefactCodec.FORMAT_VERSION)));
    }
}
