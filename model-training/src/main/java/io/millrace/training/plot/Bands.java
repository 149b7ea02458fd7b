package io.millrace.training.plot;

import io.millrace.detection.quality.Interval;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Intervals as shaded columns from the bottom of a chart. */
final class Bands {

    private static final Color INVISIBLE = new Color(0, 0, 0, 0);

    private Bands() {}

    /**
     * @param from first row shown
     * @param to last row shown
     * @param bottom of the columns
     * @param top of the columns
     */
    static void add(
            XYChart chart,
            String name,
            List<Interval> intervals,
            int from,
            int to,
            double bottom,
            double top,
            Color colour) {
        var x = new ArrayList<Double>();
        var y = new ArrayList<Double>();
        for (Interval interval : intervals) {
            if (interval.end() < from || interval.start() > to) {
                continue;
            }
            // at least a pixel wide, or a short event on a long axis would not be seen
            double least = (to - from) / 700.0;
            double left = Math.max(from, interval.start());
            double right = Math.max(Math.min(to, interval.end() + 1.0), Math.min(to, left + least));
            double[][] corners = {{left, bottom}, {left, top}, {right, top}, {right, bottom}};
            for (double[] corner : corners) {
                x.add(corner[0]);
                y.add(corner[1]);
            }
        }
        if (x.isEmpty()) {
            return;
        }
        XYSeries band = chart.addSeries(name, x, y);
        band.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
        band.setMarker(SeriesMarkers.NONE);
        band.setFillColor(colour);
        band.setLineColor(INVISIBLE);
    }
}
