package io.millrace.cli.augment;

import io.millrace.training.augment.FaultEpisode;
import io.millrace.training.series.Series;
import java.time.Instant;
import java.util.List;

/** The planted faults as CSV, with the columns of the simulator's list; the size is in the sensor's unit. */
final class FaultList {

    private FaultList() {}

    static String csv(List<FaultEpisode> episodes) {
        var text = new StringBuilder("machine,kind,sensors,start,end,size\n");
        for (FaultEpisode episode : episodes) {
            Series series = episode.faulty();
            int last = episode.fault().end() - 1;
            text.append(quoted(series.machineId()))
                    .append(',')
                    .append(episode.fault().kind().optionName())
                    .append(',')
                    .append(quoted(episode.fault().sensor()))
                    .append(',')
                    .append(Instant.ofEpochMilli(
                            series.timestamps()[episode.fault().start()]))
                    .append(',')
                    .append(Instant.ofEpochMilli(series.timestamps()[last] + interval(series)))
                    .append(',')
                    .append(episode.fault().size())
                    .append('\n');
        }
        return text.toString();
    }

    /** An end is exclusive: one interval after the last faulty row. */
    private static long interval(Series series) {
        long[] times = series.timestamps();
        return Math.max(1, (times[times.length - 1] - times[0]) / (times.length - 1));
    }

    private static String quoted(String word) {
        return word.matches("[^\",\n]*") ? word : '"' + word.replace("\"", "\"\"") + '"';
    }
}
