/**
 * The user's own files: which columns are what, where labels come from, how many rows are for training, and the training
 * itself. Knows neither broker nor job.
 */
package io.millrace.cli.data;
