package io.millrace.job.config;

import java.util.List;

/** The configuration cannot be used. Carries every violation, so that one start is enough to learn them all. */
public final class ConfigException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> violations;

    /** @param violations what is wrong, each a sentence that names the key, what was found, what was expected */
    public ConfigException(List<String> violations) {
        super(message(violations));
        this.violations = List.copyOf(violations);
    }

    /** What is wrong, in the order in which the options are documented. */
    public List<String> violations() {
        return violations;
    }

    private static String message(List<String> violations) {
        return "the configuration has " + violations.size() + (violations.size() == 1 ? " violation:" : " violations:")
                + "\n  - " + String.join("\n  - ", violations);
    }
}
