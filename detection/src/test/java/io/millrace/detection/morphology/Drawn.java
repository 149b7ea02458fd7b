package io.millrace.detection.morphology;

/** Series drawn as text and text drawn of series, for tests that a reader can check by eye. */
final class Drawn {

    private Drawn() {}

    static boolean[] series(String drawn) {
        var series = new boolean[drawn.length()];
        for (int i = 0; i < series.length; i++) {
            series[i] = drawn.charAt(i) == '#';
        }
        return series;
    }

    static String of(boolean[] series) {
        var drawn = new StringBuilder();
        for (boolean anomalous : series) {
            drawn.append(anomalous ? '#' : '.');
        }
        return drawn.toString();
    }
}
