package io.millrace.testdata;

import java.util.Comparator;
import java.util.Iterator;
import java.util.PriorityQueue;

/**
 * What a network does to readings on their way: some come late, some come twice. The same seed disturbs the same way.
 *
 * @param seed chooses which readings suffer, and how much
 * @param delayedShare share of the readings that come late, 0 to 1
 * @param duplicatedShare share of the readings that come twice, 0 to 1; the copy may come late too
 * @param maximumDelayMillis bound: no reading comes after one that is more than this younger
 */
public record Disturbance(long seed, double delayedShare, double duplicatedShare, long maximumDelayMillis) {

    public Disturbance {
        if (!(delayedShare >= 0 && delayedShare <= 1) || !(duplicatedShare >= 0 && duplicatedShare <= 1)) {
            throw new IllegalArgumentException("disturbance: expected shares from 0 to 1, found delayedShare "
                    + delayedShare + " and duplicatedShare " + duplicatedShare);
        }
        if (maximumDelayMillis < 0) {
            throw new IllegalArgumentException(
                    "disturbance: expected maximumDelayMillis of 0 or more, found " + maximumDelayMillis);
        }
    }

    /** Everything arrives once and in order. */
    public static Disturbance none() {
        return new Disturbance(0, 0, 0, 0);
    }

    /**
     * The readings in the order of their arrival. Holds back no more than what {@link #maximumDelayMillis} of the input
     * brings.
     *
     * @param readings in time order, as {@link Plant} gives them
     */
    public Iterator<SimulatedReading> apply(Iterator<SimulatedReading> readings) {
        return new Arrivals(readings);
    }

    private record Arrival(long dueMillis, long sequence, SimulatedReading reading) {}

    private final class Arrivals implements Iterator<SimulatedReading> {

        private final Iterator<SimulatedReading> input;
        private final PriorityQueue<Arrival> onTheWay =
                new PriorityQueue<>(Comparator.comparingLong(Arrival::dueMillis).thenComparingLong(Arrival::sequence));
        private long sequence;
        private long latestMillis = Long.MIN_VALUE;

        Arrivals(Iterator<SimulatedReading> input) {
            this.input = input;
        }

        @Override
        public boolean hasNext() {
            return !onTheWay.isEmpty() || input.hasNext();
        }

        @Override
        public SimulatedReading next() {
            // What is due before the latest reading cannot be overtaken by anything still to be read.
            while (input.hasNext() && (onTheWay.isEmpty() || onTheWay.peek().dueMillis() >= latestMillis)) {
                send(input.next());
            }
            return onTheWay.remove().reading();
        }

        private void send(SimulatedReading reading) {
            latestMillis = reading.timestampMillis();
            long hash = Randomness.hash(seed, latestMillis, reading.machineId().hashCode());
            enqueue(reading, hash);
            if (Randomness.unit(Randomness.hash(hash, 2)) < duplicatedShare) {
                enqueue(reading, Randomness.hash(hash, 3));
            }
        }

        private void enqueue(SimulatedReading reading, long hash) {
            boolean late = Randomness.unit(Randomness.hash(hash, 0)) < delayedShare;
            long delay = late ? 1 + (long) (maximumDelayMillis * Randomness.unit(Randomness.hash(hash, 1))) : 0;
            onTheWay.add(
                    new Arrival(reading.timestampMillis() + Math.min(delay, maximumDelayMillis), sequence++, reading));
        }
    }
}
