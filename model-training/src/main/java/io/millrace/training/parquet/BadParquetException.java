package io.millrace.training.parquet;

import java.io.IOException;

/** A file that is no Parquet file, or none that is read here; the message says what is wrong and the way out, the caller names the file. */
public final class BadParquetException extends IOException {

    private static final long serialVersionUID = 1L;

    BadParquetException(String problem) {
        super(problem);
    }

    BadParquetException(String problem, Throwable cause) {
        super(problem, cause);
    }
}
