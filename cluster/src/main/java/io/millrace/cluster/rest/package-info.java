/** Flink's REST API, as far as a job's life needs it; the same for a cluster here and one elsewhere. Starts no process. */
package io.millrace.cluster.rest;
