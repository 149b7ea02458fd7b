package io.millrace.job.config;

/** Which window scores are written to the scores topic. */
public enum ScoresOutput {
    /** Each. */
    ALL,
    /** One of every {@code scores.sample-every}, chosen by machine and time, so that a replay chooses the same. */
    SAMPLED,
    /** None. */
    NONE
}
