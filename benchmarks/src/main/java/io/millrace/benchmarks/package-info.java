/**
 * Measurements that a reader can repeat: {@code ./millrace bench …}. Each sub-command has a package or class of its own, prints a table, and
 * leaves its figures with the machine they were taken on as JSON; the report turns these into {@code docs/performance.md}. Nothing here is
 * run by a unit test, and nothing in the product depends on it.
 */
package io.millrace.benchmarks;
