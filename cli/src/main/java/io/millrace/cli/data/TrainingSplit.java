package io.millrace.cli.data;

import io.millrace.cli.BadInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many of a file's first rows are for training.
 *
 * @param rows at least 1, fewer than the file has
 * @param why where the number comes from, for people
 */
public record TrainingSplit(int rows, String why) {

    private static final Pattern TSB_AD_NAME = Pattern.compile("_tr_(\\d+)_1st_");
    private static final int SKAB_ROWS = 400;
    private static final double NAB_SHARE = 0.15;
    private static final double USUAL_SHARE = 0.3;

    /** @param available rows of the shortest machine */
    static TrainingSplit asWanted(int rows, int available) {
        return checked(rows, "as wanted", available);
    }

    /**
     * What the makers of known data sets train on, else a share.
     *
     * @param nab whether the labels are NAB's
     */
    static TrainingSplit byCustom(Path file, int available, boolean nab) throws IOException {
        Matcher name = TSB_AD_NAME.matcher(file.getFileName().toString());
        if (name.find()) {
            return checked(Integer.parseInt(name.group(1)), "tr_N of the file's name, TSB-AD's custom", available);
        }
        if (looksLikeSkab(file)) {
            return checked(SKAB_ROWS, "SKAB's custom", available);
        }
        return nab
                ? checked((int) (NAB_SHARE * available), "15 %, NAB's probationary period", available)
                : checked((int) (USUAL_SHARE * available), "30 %, since nothing else is known", available);
    }

    private static boolean looksLikeSkab(Path file) throws IOException {
        try (BufferedReader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String header = text.readLine();
            return header != null && header.endsWith(";anomaly;changepoint");
        }
    }

    private static TrainingSplit checked(int rows, String why, int available) {
        if (rows < 1 || rows >= available) {
            throw new BadInputException("training rows: " + rows + " (" + why + ") of " + available
                    + ": expected at least 1, and some rows left to replay; choose another number with --train-rows");
        }
        return new TrainingSplit(rows, why);
    }
}
