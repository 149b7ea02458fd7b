/**
 * Why a window is strange, reckoned here on demand with the model that serves: what the job says in an alert, for any window, with the
 * model's whole expectation. A further way to explain joins as one more {@link io.millrace.console.explain.ExplanationMethod}. Knows the
 * domain alone.
 */
package io.millrace.console.explain;
