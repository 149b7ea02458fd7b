package io.millrace.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The house: which module may know which. This is the only module that sees them all. */
@AnalyzeClasses(packages = "io.millrace", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule FLOORS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("schemas")
            .definedBy("io.millrace.schemas..")
            .layer("detection")
            .definedBy(
                    "io.millrace.detection",
                    "io.millrace.detection.artefact..",
                    "io.millrace.detection.detector..",
                    "io.millrace.detection.explain..",
                    "io.millrace.detection.file..",
                    "io.millrace.detection.model..",
                    "io.millrace.detection.morphology..",
                    "io.millrace.detection.quality..",
                    "io.millrace.detection.reading..",
                    "io.millrace.detection.scale..",
                    "io.millrace.detection.score..",
                    "io.millrace.detection.series..",
                    "io.millrace.detection.threshold..",
                    "io.millrace.detection.window..")
            .layer("simd")
            .definedBy("io.millrace.detection.simd..")
            .layer("forest")
            .definedBy("io.millrace.detection.forest..")
            .layer("testdata")
            .definedBy("io.millrace.testdata..")
            .layer("job")
            .definedBy("io.millrace.job..")
            .layer("training")
            .definedBy("io.millrace.training..")
            .layer("cluster")
            .definedBy("io.millrace.cluster..")
            .layer("console")
            .definedBy("io.millrace.console..")
            .layer("cli")
            .definedBy("io.millrace.cli..")
            .whereLayer("schemas")
            .mayNotAccessAnyLayer()
            .whereLayer("testdata")
            .mayNotAccessAnyLayer()
            .whereLayer("detection")
            .mayOnlyAccessLayers("schemas")
            .whereLayer("simd")
            .mayOnlyAccessLayers("detection", "schemas")
            .whereLayer("forest")
            .mayOnlyAccessLayers("detection")
            .whereLayer("job")
            .mayOnlyAccessLayers("detection", "schemas")
            .whereLayer("training")
            .mayOnlyAccessLayers("detection", "simd", "forest", "schemas", "testdata")
            .whereLayer("cluster")
            .mayOnlyAccessLayers("detection", "testdata")
            .whereLayer("console")
            .mayOnlyAccessLayers("detection", "schemas")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule DETECTION_IS_PLAIN_JAVA = noClasses()
            .that()
            .resideInAPackage("io.millrace.detection..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..", "org.nd4j..", "org.deeplearning4j..");

    @ArchTest
    static final ArchRule AVRO_STAYS_AT_THE_EDGE_OF_DETECTION = noClasses()
            .that()
            .resideInAPackage("io.millrace.detection..")
            .and()
            .resideOutsideOfPackage("io.millrace.detection.artefact..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.avro..", "io.millrace.schemas..");

    @ArchTest
    static final ArchRule DEEPLEARNING4J_STAYS_IN_TRAINING = noClasses()
            .that()
            .resideOutsideOfPackage("io.millrace.training..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..");

    @ArchTest
    static final ArchRule THE_CONSOLE_LOOKS_ON_FROM_OUTSIDE = noClasses()
            .that()
            .resideInAPackage("io.millrace.console..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.flink..");

    @ArchTest
    static final ArchRule ROOMS_OF_DETECTION_FORM_NO_CIRCLE =
            slices().matching("io.millrace.detection.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule MODULES_FORM_NO_CIRCLE =
            slices().matching("io.millrace.(*)..").should().beFreeOfCycles();
}
