package io.millrace.campaign.report;

/**
 * One promise, put to the test.
 *
 * @param promise a sentence
 * @param expected what was to be seen
 * @param seen what was seen
 */
public record Finding(String promise, String expected, String seen, boolean kept) {}
