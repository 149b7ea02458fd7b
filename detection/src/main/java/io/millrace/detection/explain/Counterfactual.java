package io.millrace.detection.explain;

/**
 * What one sensor alone would have had to show for the window to be normal.
 *
 * @param sensor name
 * @param unit physical unit, empty when unknown
 * @param normal whether the window can be made normal by this sensor alone
 * @param toward what its rows were moved to
 * @param share of the way there, in (0, 1]: the smallest that is enough, or where the score was lowest when none is
 * @param score the window's score then
 * @param change root mean square of the change over the window, in scaled units, to compare sensors by
 * @param stepsBeforeEnd step of the largest change, 0 for the newest row
 * @param from value observed there, physical unit
 * @param to value it would have had, physical unit
 */
public record Counterfactual(
        String sensor,
        String unit,
        boolean normal,
        Course toward,
        double share,
        double score,
        double change,
        int stepsBeforeEnd,
        double from,
        double to) {

    /** What a sensor is moved to. */
    public enum Course {
        /** What the detector expected of this window. */
        EXPECTED("its expected course"),
        /** The course of the background window whose score is the middle one. */
        BACKGROUND("a typical healthy course");

        private final String words;

        Course(String words) {
            this.words = words;
        }

        /** For sentences. */
        public String words() {
            return words;
        }
    }
}
