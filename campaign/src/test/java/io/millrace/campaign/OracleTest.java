package io.millrace.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.SensorReading;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.testdata.SimulatedReading;
import java.util.ArrayList;
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
            Oracle.Machine machine = oracle.machine(number, READINGS);
            assertThat(machine.scores()).hasSize(READINGS - machine.firstRow());
            assertThat(machine.events()).as(machine.machineId()).isNotEmpty();
        }
    }
}
