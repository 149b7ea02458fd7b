/**
 * How the command speaks to people: lines, tables, figures, progress. Knows whether somebody watches; knows nothing of what
 * is said.
 */
package io.millrace.cli.terminal;
