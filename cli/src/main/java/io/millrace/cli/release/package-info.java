/**
 * Models on their way to running jobs: keys, signing, publishing, taking back, and what jobs say about it. Every verb reads the topic of
 * models first, publishes, and waits for a job's answer on the status topic.
 */
package io.millrace.cli.release;
