package io.millrace.training.crossval;

/**
 * One division of a table.
 *
 * @param name for people
 * @param train rows to learn from
 * @param test rows to be judged by, none of them in {@code train}
 */
public record Fold(String name, int[] train, int[] test) {}
