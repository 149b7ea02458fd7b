package io.millrace.training.augment;

import io.millrace.training.series.Series;

/**
 * A piece of a healthy recording and the same piece with a fault in it. They are equal but for the fault's sensor in the fault's rows.
 *
 * @param number which of its kind, from 1; episodes of equal number share the piece
 * @param healthy as recorded, no row labelled
 * @param faulty with the fault, its rows labelled
 */
public record FaultEpisode(int number, Series healthy, Series faulty, SyntheticFault fault) {}
