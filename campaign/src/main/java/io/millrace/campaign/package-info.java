/**
 * What a campaign needs: a ledger of readings, an oracle that computes offline and on one thread what the job must find in them, the job on
 * a cluster of real processes, and a comparison of both. The campaigns themselves are this module's tests.
 */
package io.millrace.campaign;
