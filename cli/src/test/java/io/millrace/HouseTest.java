package io.millrace;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The house: which module may know which. Lives here because this module sees them all. */
class HouseTest {
    private static final String SCHEMAS = "io.millrace.schemas..";
    private static final String DETECTION = "io.millrace.detection..";
    private static final String SIMD = "io.millrace.detection.simd..";
    private static final String TEST_DATA = "io.millrace.testdata..";
    private static final String JOB = "io.millrace.job..";
    private static final String TRAINING = "io.millrace.training..";
    private static final String CLI = "io.millrace.cli..";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.millrace");

    @TestFactory
    List<DynamicTest> noModuleKnowsOneAboveOrBesideIt() {
        return List.of(
                test(SCHEMAS, knows(SCHEMAS, DETECTION, TEST_DATA, JOB, TRAINING, CLI)),
                test(DETECTION, knowsOutside(DETECTION, SIMD, SIMD, TEST_DATA, JOB, TRAINING, CLI)),
                test(SIMD, knows(SIMD, TEST_DATA, JOB, TRAINING, CLI)),
                test(TEST_DATA, knows(TEST_DATA, JOB, TRAINING, CLI)),
                test(JOB, knows(JOB, TEST_DATA, TRAINING, CLI)),
                test(TRAINING, knows(TRAINING, JOB, CLI)));
    }

    @Test
    void theJobNeverSeesDeeplearning4j() {
        knows(JOB, "org.deeplearning4j..", "org.nd4j..", "ml.dmlc..").check(CLASSES);
    }

    @Test
    void trainingNeverSeesFlinkOrKafka() {
        knows(TRAINING, "org.apache.flink..", "org.apache.kafka..").check(CLASSES);
    }

    @Test
    void theDomainSeesNeitherFlinkNorKafkaNorDeeplearning4j() {
        knows(DETECTION, "org.apache.flink..", "org.apache.kafka..", "org.deeplearning4j..", "org.nd4j..")
                .check(CLASSES);
    }

    @Test
    void theDomainMeetsAvroInItsArtefactAlone() {
        knowsOutside(DETECTION, "io.millrace.detection.artefact..", "org.apache.avro..")
                .check(CLASSES);
    }

    private static DynamicTest test(String module, ArchRule rule) {
        return DynamicTest.dynamicTest(module, () -> rule.check(CLASSES));
    }

    private static ArchRule knows(String module, String... forbidden) {
        return noClasses()
                .that()
                .resideInAPackage(module)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden);
    }

    private static ArchRule knowsOutside(String module, String room, String... forbidden) {
        return noClasses()
                .that()
                .resideInAPackage(module)
                .and()
                .resideOutsideOfPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden);
    }
}
