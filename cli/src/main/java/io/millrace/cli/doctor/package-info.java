/** What the other commands and a job need, looked at one by one, each with a remedy. Changes nothing that stays. */
package io.millrace.cli.doctor;
