package io.millrace.training.pipeline;

import java.nio.file.Path;

/**
 * Where a training can go on after an interruption.
 *
 * @param file written after each epoch
 * @param resume whether to go on from the file; without one training starts from the beginning
 */
public record CheckpointOptions(Path file, boolean resume) {}
