/** The console as a command, and what it takes of the job: its configuration, its way of reading readings, its figures. */
package io.millrace.cli.console;
