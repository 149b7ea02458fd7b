package io.millrace.job.config;

/** Where the state of machines lives. */
public enum StateBackendKind {
    /** On the heap: fastest, as large as the memory. */
    HEAP,
    /** On local disk in RocksDB: more machines than fit into memory. */
    ROCKSDB
}
