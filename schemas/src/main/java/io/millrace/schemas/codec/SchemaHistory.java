package io.millrace.schemas.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.message.SchemaStore;

/**
 * All schemas that a record has ever been written with: the current one and those checked in as
 * {@code history/<Record>/v1.avsc}, {@code v2.avsc} and so on. The newest of them is the current schema's copy.
 *
 * <p>Immutable and safe to share. Also a {@link SchemaStore}, for Avro's own message decoders.
 */
public final class SchemaHistory implements SchemaStore {
    private final Schema current;
    private final List<Schema> versions;
    private final long[] fingerprints; // [versions + 1], the last one being the current schema's

    private SchemaHistory(Schema current, List<Schema> versions) {
        this.current = current;
        this.versions = List.copyOf(versions);
        this.fingerprints = new long[versions.size() + 1];
        for (int v = 0; v < versions.size(); v++) {
            fingerprints[v] = SingleObjectHeader.fingerprint(versions.get(v));
        }
        fingerprints[versions.size()] = SingleObjectHeader.fingerprint(current);
    }

    /**
     * The history of one record, read from the class path.
     *
     * @param current schema of the generated class, such as {@code SensorReading.getClassSchema()}
     */
    public static SchemaHistory of(Schema current) {
        List<Schema> versions = new ArrayList<>();
        Optional<Schema> next;
        do {
            next = checkedIn(current, versions.size() + 1);
            next.ifPresent(versions::add);
        } while (next.isPresent());
        return new SchemaHistory(current, versions);
    }

    /** What this history's records are called, such as {@code SensorReading}. */
    public String recordName() {
        return current.getName();
    }

    /** The schema that is written now, and that every record is read as. */
    public Schema current() {
        return current;
    }

    /** The checked-in schemas, oldest first; the index is the version less one. Empty if the record has no history. */
    public List<Schema> versions() {
        return versions;
    }

    /** The schema that a record was written with, or empty if the fingerprint belongs to none of this history. */
    public Optional<Schema> writtenWith(long fingerprint) {
        return Optional.ofNullable(findByFingerprint(fingerprint));
    }

    /** As {@link #writtenWith(long)}, with null for an unknown fingerprint, as Avro wants it. */
    @Override
    public Schema findByFingerprint(long fingerprint) {
        // The newest first: nearly every record was written with it. A handful of versions needs no hash table.
        for (int v = fingerprints.length - 1; v >= 0; v--) {
            if (fingerprints[v] == fingerprint) {
                return v == versions.size() ? current : versions.get(v);
            }
        }
        return null;
    }

    /** Says which fingerprints are known, for messages: {@code v1 3f0a…, v2 99c1…}. */
    String describe() {
        StringBuilder known = new StringBuilder();
        for (int v = 0; v < versions.size(); v++) {
            known.append(v == 0 ? "" : ", ")
                    .append("v")
                    .append(v + 1)
                    .append(' ')
                    .append(hex(fingerprints[v]));
        }
        return versions.isEmpty() ? hex(fingerprints[0]) : known.toString();
    }

    static String hex(long fingerprint) {
        return String.format("%016x", fingerprint);
    }

    private static Optional<Schema> checkedIn(Schema current, int version) {
        String path = "/" + current.getNamespace().replace('.', '/') + "/history/" + current.getName() + "/v" + version
                + ".avsc";
        try (InputStream in = SchemaHistory.class.getResourceAsStream(path)) {
            return in == null ? Optional.empty() : Optional.of(new Schema.Parser().parse(in));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the checked-in schema " + path + " from the class path", e);
        }
    }
}
