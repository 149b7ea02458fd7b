/**
 * Pictures of an evaluation as PNG, drawn without a screen: scores over time, operating curves, histograms, training loss. Axes carry
 * names and units. Knows figures and colours, not folders.
 */
package io.millrace.training.plot;
