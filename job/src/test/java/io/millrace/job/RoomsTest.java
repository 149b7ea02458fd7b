package io.millrace.job;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rooms of this module. */
class RoomsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.millrace.job");

    @Test
    void noRoomLeadsBackToItself() {
        slices().matching("io.millrace.job.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void roomsDoNotKnowWhoWiresThem() {
        noClasses()
                .that()
                .resideInAPackage("io.millrace.job.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.millrace.job")
                .check(CLASSES);
    }

    @Test
    void onlyTheEdgesKnowKafka() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.millrace.job.operator..",
                        "io.millrace.job.state..",
                        "io.millrace.job.metrics..",
                        "io.millrace.job.config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "org.apache.flink.connector.kafka..")
                .check(CLASSES);
    }

    @Test
    void operatorsDoNotKnowWhereTheirSettingsComeFrom() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.millrace.job.operator..", "io.millrace.job.state..", "io.millrace.job.metrics..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.millrace.job.config..", "io.millrace.job.source..", "io.millrace.job.sink..")
                .check(CLASSES);
    }
}
