package io.millrace.testdata;

import java.util.List;

/**
 * How a machine fault shows on several sensors at once.
 *
 * @param sensors the affected ones, in the machine's order
 * @param weights per affected sensor: direction and strength, 1 is the fault's full magnitude
 */
record FaultSignature(List<String> sensors, List<Double> weights) {

    private static final FaultSignature BEARING_WEAR = new FaultSignature(
            List.of("motor_current", "bearing_temperature", "vibration_rms"), List.of(0.5, 1.0, 1.0));

    private static final FaultSignature VALVE_LEAK = new FaultSignature(
            List.of("discharge_pressure", "motor_current", "discharge_temperature"), List.of(-0.8, 0.6, 1.0));

    private static final FaultSignature BURNT_HEATING_ELEMENT = new FaultSignature(
            List.of("zone_1_temperature", "zone_2_temperature", "heater_power", "exhaust_temperature"),
            List.of(-0.9, -0.7, -1.0, -0.5));

    static FaultSignature of(MachineType type) {
        return switch (type) {
            case PUMP -> BEARING_WEAR;
            case COMPRESSOR -> VALVE_LEAK;
            case OVEN -> BURNT_HEATING_ELEMENT;
        };
    }
}
