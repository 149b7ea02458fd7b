package io.millrace.console;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

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

/** The floors of this module: each imports from its left alone. */
class FloorsTest {

    private static final String ROOT = "io.millrace.console.";

    private static final List<String> FLOORS =
            List.of("plant", "store", "model", "feed", "job", "explain", "report", "web");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.millrace.console");

    static Stream<String> floors() {
        return FLOORS.stream();
    }

    @ParameterizedTest
    @MethodSource("floors")
    void aFloorImportsFromItsLeftAlone(String floor) {
        String[] toItsRight = FLOORS.subList(FLOORS.indexOf(floor) + 1, FLOORS.size()).stream()
                .map(room -> ROOT + room + "..")
                .toArray(String[]::new);
        String[] forbidden = Stream.concat(Stream.of(toItsRight), Stream.of("io.millrace.console"))
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(ROOT + floor + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .check(CLASSES);
    }

    @Test
    void everyRoomIsAFloor() {
        var rooms = CLASSES.stream()
                .map(type -> type.getPackageName())
                .filter(name -> name.length() >= ROOT.length())
                .map(name -> name.substring(ROOT.length()))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(rooms).isEqualTo(new TreeSet<>(FLOORS));
    }

    @Test
    void kafkaIsMetByTheFeedAndAtTheStartAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "feed..", "io.millrace.console")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(CLASSES);
    }
}
