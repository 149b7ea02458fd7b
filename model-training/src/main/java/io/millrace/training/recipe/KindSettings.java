package io.millrace.training.recipe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What was set of a kind's {@link KindOption options}; what was not stands at its standard. Every value is checked while it is read. */
public final class KindSettings {

    /** The option that names the members of a kind that has some; their own options are named MEMBER.OPTION. */
    static final String MEMBERS = "members";

    private final String kind;
    private final Map<String, String> values = new TreeMap<>();

    /**
     * @param given value by option
     * @throws IllegalArgumentException for options that the kind does not have
     */
    KindSettings(String kind, List<KindOption> options, Map<String, String> given) {
        this.kind = kind;
        options.forEach(option -> values.put(option.name(), option.standard()));
        var unknown = new ArrayList<>(given.keySet());
        unknown.removeAll(values.keySet());
        if (values.containsKey(MEMBERS)) {
            unknown.removeIf(name -> name.indexOf('.') > 0); // of a member, which says itself what it does not have
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "a detector of kind " + kind + " has no option " + String.join(", ", unknown) + ": it has "
                            + (values.isEmpty() ? "none" : String.join(", ", values.keySet())));
        }
        values.putAll(given);
    }

    /** A whole number of at least {@code least}. */
    public int whole(String option, int least) {
        String value = value(option);
        try {
            int number = Integer.parseInt(value);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException notWhole) {
            // said below
        }
        throw new IllegalArgumentException(
                kind + " expects " + option + " to be a whole number of " + least + " or more, found " + value);
    }

    /** A number between {@code least} and {@code most}, both included. */
    public double real(String option, double least, double most) {
        String value = value(option);
        try {
            double number = Double.parseDouble(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            // said below
        }
        throw new IllegalArgumentException(
                kind + " expects " + option + " to be a number from " + least + " to " + most + ", found " + value);
    }

    /** One of an enum's constants, in any case and with hyphens for underscores. */
    public <E extends Enum<E>> E choice(String option, Class<E> choices) {
        String value = value(option);
        for (E choice : choices.getEnumConstants()) {
            if (optionName(choice).equals(value.toLowerCase(Locale.ROOT))) {
                return choice;
            }
        }
        throw new IllegalArgumentException(kind + " expects " + option + " to be one of "
                + String.join(
                        ", ",
                        Arrays.stream(choices.getEnumConstants())
                                .map(KindSettings::optionName)
                                .toList())
                + ", found " + value);
    }

    /** Options of a member by their own names, as they were given. */
    Map<String, String> ofMember(String member) {
        var own = new TreeMap<String, String>();
        values.forEach((name, value) -> {
            if (name.startsWith(member + ".")) {
                own.put(name.substring(member.length() + 1), value);
            }
        });
        return own;
    }

    /** Members that options were given for. */
    Set<String> membersNamed() {
        return values.keySet().stream()
                .filter(name -> name.indexOf('.') > 0)
                .map(name -> name.substring(0, name.indexOf('.')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The value as it was given. */
    public String value(String option) {
        String value = values.get(option);
        if (value == null) {
            throw new IllegalStateException(kind + " reads the option " + option + ", which it does not declare");
        }
        return value;
    }

    private static String optionName(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
