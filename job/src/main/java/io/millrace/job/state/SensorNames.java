package io.millrace.job.state;

import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The sensors behind the columns of a machine's rows, found by the bytes of their names. Immutable; equal lists are one object in a JVM,
 * so that machines of a kind share it and comparing two layouts is comparing references.
 */
public final class SensorNames {

    /** More sensors than this on one machine are not looked at while no model says which ones matter. */
    public static final int MOST_WITHOUT_MODEL = 1024;

    private static final Map<SensorNames, WeakReference<SensorNames>> INTERNED =
            Collections.synchronizedMap(new WeakHashMap<>());

    private final String[] names;
    private final int hash;
    private final long fingerprint;
    private volatile Index index; // made at the first look-up: many are read from state only to be found interned

    private SensorNames(String[] names) {
        this.names = names;
        this.hash = Arrays.hashCode(names);
        this.fingerprint = fingerprint(names);
    }

    /** FNV-1a over the names' characters and their ends. */
    private static long fingerprint(String[] names) {
        long fingerprint = 0xcbf29ce484222325L;
        for (String name : names) {
            for (int i = 0; i <= name.length(); i++) {
                fingerprint ^= i < name.length() ? name.charAt(i) : -1;
                fingerprint *= 0x100000001b3L;
            }
        }
        return fingerprint;
    }

    /** The one object for these names; no name twice. */
    public static SensorNames of(List<String> names) {
        return of(names.toArray(String[]::new));
    }

    static SensorNames of(String[] names) {
        var candidate = new SensorNames(names);
        synchronized (INTERNED) {
            WeakReference<SensorNames> known = INTERNED.get(candidate);
            SensorNames found = known == null ? null : known.get();
            if (found == null) {
                INTERNED.put(candidate, new WeakReference<>(candidate));
                found = candidate;
            }
            return found;
        }
    }

    /** These names and further ones after them, up to {@link #MOST_WITHOUT_MODEL}. */
    public SensorNames with(List<String> more) {
        var all = new ArrayList<>(Arrays.asList(names));
        for (String name : more) {
            if (all.size() < MOST_WITHOUT_MODEL && !all.contains(name)) {
                all.add(name);
            }
        }
        return of(all);
    }

    public int size() {
        return names.length;
    }

    public String name(int column) {
        return names[column];
    }

    /** 64 bits that stand for these names in this order, the same in every JVM. */
    long fingerprint() {
        return fingerprint;
    }

    public List<String> names() {
        return List.of(names);
    }

    /** Column of a sensor, or −1 for a name that is not among these. */
    public int column(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return column(utf8, 0, utf8.length);
    }

    /** Column of the sensor whose name is {@code buffer[offset … offset + length)} in UTF-8, or −1. */
    public int column(byte[] buffer, int offset, int length) {
        Index found = index;
        if (found == null) {
            found = new Index(names);
            index = found;
        }
        return found.column(buffer, offset, length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SensorNames that && Arrays.equals(names, that.names);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return Arrays.toString(names);
    }

    /** Open addressing over the names' bytes. */
    private static final class Index {

        private final byte[][] utf8; // [columns][bytes]
        private final int[] slots; // [power of two], column + 1, 0 where empty

        Index(String[] names) {
            utf8 = new byte[names.length][];
            slots = new int[Integer.highestOneBit(Math.max(1, names.length) * 2) * 2];
            for (int column = 0; column < names.length; column++) {
                utf8[column] = names[column].getBytes(StandardCharsets.UTF_8);
                int slot = hash(utf8[column], 0, utf8[column].length) & slots.length - 1;
                while (slots[slot] != 0) {
                    slot = slot + 1 & slots.length - 1;
                }
                slots[slot] = column + 1;
            }
        }

        int column(byte[] buffer, int offset, int length) {
            int slot = hash(buffer, offset, length) & slots.length - 1;
            while (slots[slot] != 0) {
                byte[] name = utf8[slots[slot] - 1];
                if (Arrays.equals(name, 0, name.length, buffer, offset, offset + length)) {
                    return slots[slot] - 1;
                }
                slot = slot + 1 & slots.length - 1;
            }
            return -1;
        }

        private static int hash(byte[] buffer, int offset, int length) {
            int hash = 1;
            for (int i = 0; i < length; i++) {
                hash = 31 * hash + buffer[offset + i];
            }
            return hash ^ hash >>> 16;
        }
    }
}
