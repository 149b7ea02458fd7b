package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What is in the jar for the cluster, and what must not be. Runs after packaging, hence the name that ends unlike a test's. */
@EnabledIfSystemProperty(named = "millrace.cluster.jar", matches = ".+")
class ClusterJarCheck {
    private static JarFile jar;
    private static List<String> names;

    @BeforeAll
    static void open() throws IOException {
        jar = new JarFile(System.getProperty("millrace.cluster.jar"));
        names = jar.stream().map(ZipEntry::getName).toList();
    }

    @AfterAll
    static void close() throws IOException {
        jar.close();
    }

    @Test
    void holdsTheJobAndWhatTheClusterLacks() throws IOException {
        assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class")).isEqualTo(MillraceJob.class.getName());
        assertThat(names)
                .contains(
                        "io/millrace/job/MillraceJob.class",
                        "io/millrace/detection/artefact/ArtefactCodec.class",
                        "io/millrace/schemas/Alert.class",
                        "org/apache/flink/connector/kafka/source/KafkaSource.class",
                        "org/apache/flink/formats/avro/typeutils/AvroTypeInfo.class",
                        "org/apache/kafka/clients/consumer/KafkaConsumer.class",
                        "org/apache/avro/Schema.class");
    }

    @Test
    void offersTheVectorKernels() throws IOException {
        List<String> services = names.stream()
                .filter(name -> name.startsWith("META-INF/services/io.millrace.detection.model"))
                .toList();

        assertThat(services).isNotEmpty();
        for (String service : services) {
            String providers =
                    new String(jar.getInputStream(jar.getEntry(service)).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(providers).contains("io.millrace.detection.simd");
        }
    }

    @Test
    void servesTheDetectorThatRestsOnALibrary() {
        assertThat(names)
                .contains(
                        "META-INF/services/io.millrace.detection.artefact.DetectorPlugin",
                        "io/millrace/detection/forest/RandomCutForestPlugin.class",
                        "com/amazon/randomcutforest/RandomCutForest.class");
    }

    @Test
    void holdsNothingThatTheClusterHasItself() {
        assertThat(names)
                .noneMatch(name -> name.startsWith("org/apache/flink/runtime/"))
                .noneMatch(name -> name.startsWith("org/apache/flink/streaming/api/"))
                .noneMatch(name -> name.startsWith("org/apache/flink/api/"))
                .noneMatch(name -> name.startsWith("org/apache/flink/configuration/"))
                .noneMatch(name -> name.startsWith("org/slf4j/"))
                .noneMatch(name -> name.startsWith("org/apache/logging/"));
    }

    @Test
    void holdsNothingOfTrainingAndNoBroker() {
        assertThat(names)
                .noneMatch(name -> name.startsWith("org/deeplearning4j/"))
                .noneMatch(name -> name.startsWith("org/nd4j/"))
                .noneMatch(name -> name.startsWith("io/millrace/training/"))
                .noneMatch(name -> name.startsWith("io/millrace/testdata/"))
                .noneMatch(name -> name.startsWith("kafka/server/"))
                .noneMatch(name -> name.startsWith("scala/"));
    }
}
