package io.millrace.cluster.rest;

/** A cluster at a glance. */
public record Overview(int taskManagers, int slots, int freeSlots, String flinkVersion) {}
