package io.millrace.job.state;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** An event that has been announced and is not over. Mutable, not thread-safe. */
public final class OpenEvent {

    private final String alertId;
    private final long startsAtMillis;
    private final Tally tally;
    private long endsAtMillis;
    private int sequence;
    private int publishedLength;
    private double publishedPeak;
    private boolean publishedCritical;

    /**
     * @param startsAtMillis event time of its first window, dilation included
     * @param endsAtMillis event time of its last window so far
     * @param tally of its windows, taken over
     */
    public OpenEvent(String alertId, long startsAtMillis, long endsAtMillis, Tally tally) {
        this.alertId = alertId;
        this.startsAtMillis = startsAtMillis;
        this.endsAtMillis = endsAtMillis;
        this.tally = tally;
    }

    public String alertId() {
        return alertId;
    }

    public long startsAtMillis() {
        return startsAtMillis;
    }

    /** Event time of the last window so far, dilation included. */
    public long endsAtMillis() {
        return endsAtMillis;
    }

    public void endsAtMillis(long millis) {
        endsAtMillis = millis;
    }

    /** Of all windows from the first anomalous one to the last one that is certain. */
    public Tally tally() {
        return tally;
    }

    /** Number of the next message. */
    public int sequence() {
        return sequence;
    }

    /** Notes what the message just made says. */
    public void published(int length) {
        sequence++;
        publishedLength = length;
        publishedPeak = tally.peakRatio();
        publishedCritical = tally.critical();
    }

    /** Length in the last message, windows. */
    public int publishedLength() {
        return publishedLength;
    }

    /** Highest ratio in the last message. */
    public double publishedPeak() {
        return publishedPeak;
    }

    public boolean publishedCritical() {
        return publishedCritical;
    }

    /** Writes an event, which may be null. */
    static void write(OpenEvent event, DataOutputView out) throws IOException {
        out.writeBoolean(event != null);
        if (event == null) {
            return;
        }
        Wire.writeString(event.alertId, out);
        out.writeLong(event.startsAtMillis);
        out.writeLong(event.endsAtMillis);
        Tally.write(event.tally, out);
        out.writeInt(event.sequence);
        out.writeInt(event.publishedLength);
        out.writeDouble(event.publishedPeak);
        out.writeBoolean(event.publishedCritical);
    }

    static OpenEvent read(DataInputView in) throws IOException {
        if (!in.readBoolean()) {
            return null;
        }
        var event = new OpenEvent(Wire.readString(in), in.readLong(), in.readLong(), Tally.read(in));
        event.sequence = in.readInt();
        event.publishedLength = in.readInt();
        event.publishedPeak = in.readDouble();
        event.publishedCritical = in.readBoolean();
        return event;
    }

    OpenEvent copy() {
        var copy = new OpenEvent(alertId, startsAtMillis, endsAtMillis, tally.copy());
        copy.sequence = sequence;
        copy.publishedLength = publishedLength;
        copy.publishedPeak = publishedPeak;
        copy.publishedCritical = publishedCritical;
        return copy;
    }
}
