package io.millrace.deploy;

import io.millrace.cli.Millrace;
import io.millrace.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Command lines of the {@code millrace} command in files, against the command's own help. */
final class CommandLines {

    /** Verbs that the files count on before the command has them; as soon as it has, they are checked like the others. */
    private static final Set<String> TO_COME = Set.of("console");

    private CommandLines() {}

    /** What is wrong with a command line: a verb or options that there are not. */
    static List<String> violations(List<String> words) {
        var out = new ByteArrayOutputStream();
        Terminal terminal = Terminal.plain(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(out, true, StandardCharsets.UTF_8));
        String verb = words.get(0);
        Millrace.run(terminal, verb, "--help");
        String help = out.toString(StandardCharsets.UTF_8);
        if (!help.contains("Usage: millrace " + verb + " ")) {
            return TO_COME.contains(verb) ? List.of() : List.of("there is no verb `" + verb + "`");
        }
        List<String> violations = new ArrayList<>();
        for (String word : words) {
            if (word.startsWith("--") && !help.matches("(?s).*[ ,]" + word + "[ =,\\n].*")) {
                violations.add("`" + verb + "` has no option `" + word + "`");
            }
        }
        return violations;
    }
}
