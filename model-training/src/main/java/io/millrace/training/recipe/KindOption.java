package io.millrace.training.recipe;

/**
 * Something that can be set when a detector of a kind is trained.
 *
 * @param name in lower case with hyphens
 * @param standard what stands where nothing is given
 * @param description what it does, with unit and range
 */
public record KindOption(String name, String standard, String description) {

    /** Window length. */
    static KindOption steps(int standard) {
        return new KindOption("steps", Integer.toString(standard), "window length in rows, 1 or more");
    }
}
