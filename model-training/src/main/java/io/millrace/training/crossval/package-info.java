/**
 * Cross-validation of supervised tasks: tables with labels, folds that fit the question, learners beside naive baselines, figures per fold. What a
 * learner is judged by it has never seen, and nothing of it decides features, weights or thresholds.
 */
package io.millrace.training.crossval;
