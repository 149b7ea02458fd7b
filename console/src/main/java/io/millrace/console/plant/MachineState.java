package io.millrace.console.plant;

/** What a machine is shown as, the most urgent first. */
public enum MachineState {
    /** An alert of this severity is open. */
    CRITICAL,
    /** An alert of this severity is open. */
    WARNING,
    /** It has sent nothing for much longer than it used to pause, or the job's alert says so. */
    SILENT,
    /** It sends readings and no score of it has been seen: warming up, no model, or scores are not published. */
    UNSCORED,
    /** It is scored and no alert is open. */
    NORMAL
}
