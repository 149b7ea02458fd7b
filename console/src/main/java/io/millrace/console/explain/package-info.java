/**
 * Why a window is strange, reckoned here on demand with a model: at once what the job says in an alert, for any window, with the model's whole
 * expectation; and at length, on a thread of its own, by the explainer of the domain. Knows the domain alone.
 */
package io.millrace.console.explain;
