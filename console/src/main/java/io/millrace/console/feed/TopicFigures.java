package io.millrace.console.feed;

/**
 * How one topic is doing. Written by its thread, read by others, hence synchronised.
 *
 * <p>The rate is over the last ten seconds or so, by exponential decay.
 */
public final class TopicFigures {

    private static final double TIME_CONSTANT_SECONDS = 10;

    private final String topic;
    private int partitions;
    private long records;
    private long unreadable;
    private long lag;
    private long lastMillis;
    private String trouble = "";
    private double rate;
    private long rateAtNanos = System.nanoTime();
    private long sinceRate;

    TopicFigures(String topic) {
        this.topic = topic;
    }

    /**
     * A moment's figures.
     *
     * @param partitions 0 while there is no such topic
     * @param records read since the start
     * @param unreadable of these, records that are no record of the topic's type; of readings, also those that the job rejects
     * @param perSecond over the last ten seconds
     * @param lag records on the topic that have not been read
     * @param lastMillis wall clock of the last record, 0 before the first
     * @param trouble what keeps it from being read, empty if nothing does
     */
    public record Snapshot(
            String topic,
            int partitions,
            long records,
            long unreadable,
            double perSecond,
            long lag,
            long lastMillis,
            String trouble) {}

    synchronized void read(int count, int bad, long wallMillis) {
        records += count;
        unreadable += bad;
        sinceRate += count;
        lastMillis = count > 0 ? wallMillis : lastMillis;
    }

    synchronized void state(int partitionsNow, long lagNow, String troubleNow) {
        partitions = partitionsNow;
        lag = lagNow;
        trouble = troubleNow;
    }

    public synchronized Snapshot snapshot() {
        long now = System.nanoTime();
        double seconds = (now - rateAtNanos) / 1e9;
        if (seconds > 0.5) {
            double weight = 1 - Math.exp(-seconds / TIME_CONSTANT_SECONDS);
            rate += weight * (sinceRate / seconds - rate);
            sinceRate = 0;
            rateAtNanos = now;
        }
        return new Snapshot(topic, partitions, records, unreadable, rate, lag, lastMillis, trouble);
    }
}
