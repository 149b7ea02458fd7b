/**
 * The console: what the topics say of machines, alerts and models, as pages. Reads all of Millrace's topics and writes one, the verdicts.
 *
 * <p>Rooms, each importing only from its left: {@code plant → store → model → feed → job → explain → report → web}.
 */
package io.millrace.console;
