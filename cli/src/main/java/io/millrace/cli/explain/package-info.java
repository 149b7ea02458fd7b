/**
 * Explains an alert, or a window of a file: finds readings and model, lets {@code detection.explain} work, and puts what comes of it into words,
 * JSON and a picture.
 */
package io.millrace.cli.explain;
