/**
 * What a run leaves behind: figures, pictures and one page that a manager can read. Every figure of ours comes from the evaluation; the
 * published ones stand in one resource file with their sources. Files are written aside, then moved.
 */
package io.millrace.training.report;
