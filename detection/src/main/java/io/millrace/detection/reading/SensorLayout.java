package io.millrace.detection.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The order of a model's sensors: column {@code j} of every row is sensor {@code j}. Immutable, shared between tasks.
 */
public final class SensorLayout {

    private final List<Sensor> sensors;
    private final Map<String, Integer> index;

    public SensorLayout(List<Sensor> sensors) {
        if (sensors.isEmpty()) {
            throw new IllegalArgumentException("a sensor layout needs at least one sensor, found none");
        }
        this.sensors = List.copyOf(sensors);
        this.index = new HashMap<>();
        for (int j = 0; j < this.sensors.size(); j++) {
            String name = this.sensors.get(j).name();
            if (index.put(name, j) != null) {
                throw new IllegalArgumentException(
                        "sensor '" + name + "' stands twice in the layout: rename one column");
            }
        }
    }

    /** A layout of continuous sensors without units. */
    public static SensorLayout ofNames(List<String> names) {
        return new SensorLayout(names.stream().map(Sensor::continuous).toList());
    }

    public List<Sensor> sensors() {
        return sensors;
    }

    public List<String> names() {
        return sensors.stream().map(Sensor::name).toList();
    }

    public int size() {
        return sensors.size();
    }

    public Sensor sensor(int j) {
        return sensors.get(j);
    }

    /** Column of a sensor, or −1 for a name that this layout does not know. */
    public int indexOf(String name) {
        Integer j = index.get(name);
        return j == null ? -1 : j;
    }

    /** Columns of the sensors with this role, in layout order. */
    public int[] columns(SensorRole role) {
        var columns = new ArrayList<Integer>();
        for (int j = 0; j < sensors.size(); j++) {
            if (sensors.get(j).role() == role) {
                columns.add(j);
            }
        }
        return columns.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SensorLayout that && sensors.equals(that.sensors);
    }

    @Override
    public int hashCode() {
        return sensors.hashCode();
    }

    @Override
    public String toString() {
        return sensors.stream().map(Sensor::name).collect(Collectors.joining(", ", "[", "]"));
    }
}
