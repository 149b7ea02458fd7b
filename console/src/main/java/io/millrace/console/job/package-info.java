/** What the running job says of itself. Knows nothing else of the console. */
package io.millrace.console.job;
