package io.millrace.cluster.rest;

/**
 * Chained operators that run as one.
 *
 * @param running subtasks that run
 */
public record VertexView(String id, String name, int parallelism, int maxParallelism, int running) {}
