/**
 * From a row of yes and no to events: runs that are too short are removed, small gaps are merged, what is left may be widened. Once as a
 * function of a whole series, once as a state machine for streams; both give the same events.
 */
package io.millrace.detection.morphology;
