/** Synthetic data as the command line makes and judges it. */
package io.millrace.cli.augment;
