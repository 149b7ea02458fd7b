package io.millrace.cluster.process;

import java.util.Locale;

/** What a process does in a cluster, in the order in which they start. They end in the opposite order. */
public enum Role {
    BROKER,
    ZOOKEEPER,
    JOB_MANAGER,
    TASK_MANAGER;

    /** For people: {@code task manager}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
