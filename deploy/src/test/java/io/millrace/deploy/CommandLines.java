package io.millrace.deploy;

import io.millrace.cli.Millrace;
import io.millrace.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Command lines of the {@code millrace} command in files, against the command's own help. */
final class CommandLines {

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
            return List.of("there is no verb `" + verb + "`");
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
