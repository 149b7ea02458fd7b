/**
 * Holds the files of {@code deploy/} and {@code docker-compose.yml} to what they configure: every key, name, image and metric in them is one that there is.
 */
package io.millrace.deploy;
