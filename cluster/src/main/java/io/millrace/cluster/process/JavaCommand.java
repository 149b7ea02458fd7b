package io.millrace.cluster.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A command line that starts a JVM of this JVM's own kind. */
public record JavaCommand(List<String> words) {

    public JavaCommand {
        words = List.copyOf(words);
    }

    /**
     * @param options of the JVM
     * @param arguments each is passed as its text
     */
    public static JavaCommand of(Collection<String> options, String classPath, String main, Collection<?> arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(options);
        words.add("-cp");
        words.add(classPath);
        words.add(main);
        arguments.forEach(argument -> words.add(String.valueOf(argument)));
        return new JavaCommand(words);
    }

    /** With this JVM's class path. */
    static JavaCommand ofSibling(Collection<String> options, Class<?> main, Collection<?> arguments) {
        return of(options, System.getProperty("java.class.path"), main.getName(), arguments);
    }
}
