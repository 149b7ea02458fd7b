package io.millrace.training.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.testdata.FaultKind;
import io.millrace.testdata.MachineType;
import io.millrace.testdata.Plant;
import io.millrace.testdata.PlantOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checked-in models do on unseen plants what the demo promises. */
class DemoModelsTest {

    private static final Path MODELS = Path.of("../src-test-data/models");
    private static final int DAY = 24 * 60;

    @ParameterizedTest
    @EnumSource(MachineType.class)
    void eachTypeHasASmallModelOfItsSensors(MachineType type) throws Exception {
        Path file = MODELS.resolve(type.idPrefix() + ".model");

        ModelArtefact model = ArtefactFile.read(file);

        assertThat(Files.size(file)).isLessThan(1_000_000);
        assertThat(model.modelId()).isEqualTo(type.idPrefix());
        assertThat(model.preprocessing().layout().names()).isEqualTo(type.sensorNames());
        assertThat(model.provenance()).containsKeys("data.sha256", "seed", "calibration");
    }

    @Test
    void nineMachinesInOneDay() throws Exception {
        PlantCheck.Result result =
                check(PlantOptions.defaults().withSeed(40).withMachines(9).withMinutes(DAY));

        assertThat(result.total().injected()).isGreaterThan(20);
        assertThat(result.recall()).as("%s", result).isGreaterThanOrEqualTo(0.9);
        assertThat(result.falseAlarms()).as("%s", result).isLessThanOrEqualTo(1);
    }

    @Tag("quality")
    @ParameterizedTest(name = "plant {0}")
    @ValueSource(longs = {41, 42, 43})
    void twentyMachinesInAWeek(long seed) throws Exception {
        PlantCheck.Result result = check(PlantOptions.defaults().withSeed(seed).withMinutes(7 * DAY));

        System.out.println("plant " + seed + ": " + result.total() + ", " + result.falseAlarmsPerMachineWeek()
                + " false alarms per machine and week, " + result.kinds());
        assertThat(result.recall()).as("%s", result).isGreaterThanOrEqualTo(0.9);
        assertThat(result.falseAlarmsPerMachineWeek()).as("%s", result).isLessThanOrEqualTo(1);
        assertThat(result.kinds().keySet()).containsExactlyInAnyOrder(FaultKind.values());
    }

    private static PlantCheck.Result check(PlantOptions options) throws Exception {
        Plant plant = Plant.of(options);
        PlantCheck.Result sum = PlantCheck.Result.NOTHING;
        for (MachineType type : MachineType.values()) {
            ModelArtefact model = ArtefactFile.read(MODELS.resolve(type.idPrefix() + ".model"));
            sum = sum.plus(PlantCheck.check(model, plant, type));
        }
        return sum;
    }
}
