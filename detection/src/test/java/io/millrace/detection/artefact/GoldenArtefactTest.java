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
    private static final double[] SCORES = {
        1.2402827557523215, 1.2516525794188151, 1.1668301376426635, 1.0442571863967083, 1.1457627104693495
    };

    /** Written by the schema's first version. */
    private static final Path FIRST = FILES.resolve("format-1.mlrc");

    /** Written by the schema of today: a change to it is a file of its own here, and the ones before stay. */
    private static final Path CURRENT = FILES.resolve("format-1-schema-2.mlrc");

    @Test
    @EnabledIfSystemProperty(named = "millrace.golden.write", matches = "true")
    void writesTheFileOfToday() throws IOException, BadArtefactException {
        ArtefactFile.write(CURRENT, TestArtefacts.small());

        TestArtefacts.assertSame(ArtefactFile.read(CURRENT), TestArtefacts.small());
    }

    @Test
    void theFirstFileStillDecodesToTheSameModel() throws IOException, BadArtefactException {
        ModelArtefact decoded = ArtefactFile.read(FIRST);

        TestArtefacts.assertSame(decoded, TestArtefacts.small());
    }

    @Test
    void theFirstFileStillScoresTheSame() throws IOException, BadArtefactException {
        double[] scores = TestArtefacts.scores(ArtefactFile.read(FIRST), TestArtefacts.rows(11));

        assertThat(scores).containsExactly(SCORES, within(1e-6));
    }

    @Test
    void todaysArtefactIsWrittenAsItsFileWas() throws IOException {
        assertThat(ArtefactCodec.encode(TestArtefacts.small())).isEqualTo(Files.readAllBytes(CURRENT));
    }
}
