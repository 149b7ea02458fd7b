package io.millrace.console.feed;

/** Names of the topics. */
public record ConsoleTopics(
        String readings, String scores, String alerts, String models, String modelStatus, String feedback) {

    /** Topic of operators' verdicts; the job does not read it. */
    public static final String FEEDBACK = "feedback";
}
