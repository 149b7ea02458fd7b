package io.millrace.cli.doctor;

import io.millrace.cli.terminal.Style;

/**
 * Something that was looked at.
 *
 * @param subject in a word or two
 * @param finding what is there
 * @param remedy what to do about it, empty when nothing is
 */
record Check(String subject, Verdict verdict, String finding, String remedy) {

    /** How it is. */
    enum Verdict {
        OK(Style.GOOD),
        /** Works, but not as well as it could. */
        NOTE(Style.WARNING),
        /** Does not work. */
        MISSING(Style.BAD);

        private final Style style;

        Verdict(Style style) {
            this.style = style;
        }

        Style style() {
            return style;
        }
    }

    static Check ok(String subject, String finding) {
        return new Check(subject, Verdict.OK, finding, "");
    }

    static Check note(String subject, String finding, String remedy) {
        return new Check(subject, Verdict.NOTE, finding, remedy);
    }

    static Check missing(String subject, String finding, String remedy) {
        return new Check(subject, Verdict.MISSING, finding, remedy);
    }
}
