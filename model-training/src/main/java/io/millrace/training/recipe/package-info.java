/**
 * How each kind of detector is made from the training rows of one series: inputs, fit, and scores of rows held back that a threshold may
 * rest on. A {@link io.millrace.training.recipe.DetectorRecipe} never sees a label or a test row. Knows series and detectors, not suites
 * or files.
 */
package io.millrace.training.recipe;
