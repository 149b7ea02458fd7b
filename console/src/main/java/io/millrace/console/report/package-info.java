/** What the console knows of the plant, a machine or an alert as one HTML file that needs nothing else: no script, no network. */
package io.millrace.console.report;
