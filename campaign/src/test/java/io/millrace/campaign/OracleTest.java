package io.millrace.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.schemas.SensorReading;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.testdata.SimulatedReading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class OracleTest {

    private static final int READINGS = 3_000;

    private final Ledger ledger = Ledger.of(3, 5);

    @Test
    void aReadingIsTheSameWheneverItIsAskedFor() throws Exception {
        RecordDecoder<SensorReading> decoder = RecordDecoder.of(SensorReading.class);
        double[][] rows = ledger.rows(1, 50, new String[] {"discharge_temperature", "vibration_rms"});
        List<SensorReading> written = new ArrayList<>();
        Iterator<SimulatedReading> readings = ledger.plant().iterator();
        for (int step = 0; step < 50; step++) {
            for (int machine = 0; machine < ledger.machines(); machine++) {
                SensorReading reading = decoder.decode(ledger.encode(readings.next(), step));
                if (machine == 1) {
                    written.add(reading);
                }
            }
        }

        for (int step = 0; step < 50; step++) {
            assertThat(written.get(step).getMachineId()).isEqualTo(Ledger.machineId(1));
            assertThat(written.get(step).getTimestampMillis())
                    .isEqualTo(ledger.timeOf().applyAsLong(step));
            assertThat(written.get(step).getValues().get("vibration_rms")).isEqualTo(rows[step][1]);
        }
    }

    @Test
    void theLedgerHoldsEventsForEveryTypeOfMachine() throws Exception {
        Oracle oracle = new Oracle(ledger, Rig.modelFolder());

        for (int number = 0; number < ledger.machines(); number++) {
            Oracle.Machine machine = oracle.machine(number, READINGS, row -> false);
            assertThat(machine.scores()).hasSize(READINGS - machine.firstRow());
            assertThat(machine.events()).as(machine.machineId()).isNotEmpty();
        }
    }

    @Test
    void aNewVersionsScoresAreNotSmoothedIntoTheOldOnes() throws Exception {
        Oracle oracle = new Oracle(ledger, Rig.modelFolder());
        double[] throughout = oracle.machine(0, READINGS, row -> false).scores();
        int first = oracle.machine(0, READINGS, row -> false).firstRow();
        int swap = first + 40;

        double[] swapped = oracle.machine(0, READINGS, row -> row == swap).scores();

        assertThat(Arrays.copyOf(swapped, 40)).isEqualTo(Arrays.copyOf(throughout, 40));
        assertThat(swapped[40]).isNotEqualTo(throughout[40]);
        assertThat(swapped[READINGS - first - 1]).isCloseTo(throughout[READINGS - first - 1], within(1e-9));
    }
}
