package io.millrace.console.plant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A machine's sensors in the order in which they were first seen. Mutable, one per machine, guarded by the plant. */
final class SensorNames {

    /** A writer that puts an id or a time into sensor names must not fill the memory. */
    private static final int MOST = 512;

    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> columns = new HashMap<>();

    /** Column of a sensor, a new one for a name not seen before; −1 beyond the bound. */
    int column(String name) {
        Integer known = columns.get(name);
        if (known != null) {
            return known;
        }
        if (names.size() == MOST) {
            return -1;
        }
        columns.put(name, names.size());
        names.add(name);
        return names.size() - 1;
    }

    int size() {
        return names.size();
    }

    List<String> list() {
        return List.copyOf(names);
    }
}
