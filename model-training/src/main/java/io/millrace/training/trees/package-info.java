/**
 * Gradient-boosted trees: the libraries that train them, and readers of what they write. Knows rows of features and labels; what becomes of the trees is
 * {@link io.millrace.detection.tree}'s. Native code ends here: the job never sees any of it.
 */
package io.millrace.training.trees;
