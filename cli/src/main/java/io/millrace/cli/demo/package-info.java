/**
 * The demo: a plant, or the user's own file, through a real broker and the real job, with every alert printed and the result
 * counted against the known faults or labels.
 */
package io.millrace.cli.demo;
