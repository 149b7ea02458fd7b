package io.millrace.job.state;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A serialiser whose values carry the version of their form in their first byte. A new version of the job reads every earlier form and
 * writes its own, so no state has to be migrated at restore. Without state of its own, hence shared between threads.
 *
 * @param <T> the value
 */
public abstract class VersionedSerializer<T> extends TypeSerializerSingleton<T> {

    private final String what;
    private final int version;

    /**
     * @param what name of the value for error messages
     * @param version of the form that is written, 1 … 127
     */
    protected VersionedSerializer(String what, int version) {
        this.what = what;
        this.version = version;
    }

    /** Writes the value in the current version's form. */
    protected abstract void write(T value, DataOutputView out) throws IOException;

    /** Reads a value that was written in the form of {@code version}, 1 … current. */
    protected abstract T read(int version, DataInputView in) throws IOException;

    @Override
    public final void serialize(T value, DataOutputView out) throws IOException {
        out.writeByte(version);
        write(value, out);
    }

    @Override
    public final T deserialize(DataInputView in) throws IOException {
        int found = in.readByte();
        if (found < 1 || found > version) {
            throw new IOException(what + " expects a form of version 1 to " + version + ", found " + found
                    + (found < 1
                            ? ": the checkpoint is damaged, restore an earlier one"
                            : ": it was written by a newer job, restore it with that one"));
        }
        return read(found, in);
    }

    @Override
    public final T deserialize(T reuse, DataInputView in) throws IOException {
        return deserialize(in);
    }

    @Override
    public final void copy(DataInputView in, DataOutputView out) throws IOException {
        serialize(deserialize(in), out);
    }

    @Override
    public T createInstance() {
        return null; // no value is empty; Flink asks for one only to reuse it
    }

    @Override
    public T copy(T from, T reuse) {
        return copy(from);
    }

    @Override
    public int getLength() {
        return -1; // differs from value to value
    }
}
