/**
 * From the alerts topic to the tools that wake people: Alertmanager, PagerDuty, any webhook.
 *
 * <pre>
 *   alerts ──► {@link io.millrace.schemas.codec.OutputReader} ──► {@link io.millrace.cli.forward.Receiver} ──► HTTP
 *      ▲            (Avro, JSON)        again with back-off, in order, each message once if it can be
 *      └── offset, after delivery
 * </pre>
 */
package io.millrace.cli.forward;
