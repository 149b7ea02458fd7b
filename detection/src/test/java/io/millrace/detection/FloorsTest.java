package io.millrace.detection;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The floors of this module: each imports from its left alone, and the outside world is met on one floor only. */
class FloorsTest {

    private static final String ROOT = "io.millrace.detection.";

    private static final List<String> FLOORS = List.of(
            "file",
            "reading",
            "window",
            "scale",
            "feature",
            "tree",
            "model",
            "score",
            "detector",
            "threshold",
            "morphology",
            "explain",
            "artefact",
            "series");

    /** Judges scores and events from outside; no floor needs it. */
    private static final String ASIDE = "quality";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.millrace.detection");

    static Stream<String> floors() {
        return FLOORS.stream();
    }

    private static DescribedPredicate<JavaClass> in(List<String> rooms) {
        return JavaClass.Predicates.resideInAnyPackage(
                        rooms.stream().map(room -> ROOT + room + "..").toArray(String[]::new))
                .as("live in " + rooms);
    }

    @ParameterizedTest
    @MethodSource("floors")
    void aFloorImportsFromItsLeftAlone(String floor) {
        List<String> toItsRight = FLOORS.subList(FLOORS.indexOf(floor) + 1, FLOORS.size());

        noClasses()
                .that(in(List.of(floor)))
                .should()
                .dependOnClassesThat(in(toItsRight).or(in(List.of(ASIDE))))
                .allowEmptyShould(false)
                .check(CLASSES);
    }

    @Test
    void everyRoomIsAFloorOrAside() {
        var rooms = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .map(name -> name.substring(ROOT.length()))
                .collect(Collectors.toCollection(TreeSet::new));

        var expected = new TreeSet<>(FLOORS);
        expected.add(ASIDE);
        assertThat(rooms).isEqualTo(expected);
    }

    @Test
    void onlyTheArtefactKnowsAvroAndItsRecords() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "artefact..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.avro..", "io.millrace.schemas..")
                .check(CLASSES);
    }

    @Test
    void theDomainStandsOnTheJdkAndTheSchemasAlone() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.millrace.detection..", "io.millrace.schemas..", "org.apache.avro..", "java..")
                .check(CLASSES);
    }
}
