/**
 * Public benchmarks as this product sees them: where their files lie, which rows are for training, which are scored, and what is known
 * of them. Reads the folders, decides nothing about detectors.
 */
package io.millrace.training.suite;
