package io.millrace.training.report;

import io.millrace.training.evaluate.SuiteConfiguration;
import io.millrace.training.evaluate.SuiteEvaluation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Where figures come from: date, commit, seeds, settings, machine. */
public final class RunProvenance {

    private RunProvenance() {}

    /** @param runs the first is described; its seeds are all that stand among the runs */
    static Map<String, String> of(List<SuiteEvaluation> runs) {
        SuiteEvaluation first = runs.get(0);
        SuiteConfiguration.Configured configured = first.configuration().detector(first.detector());
        var all = new LinkedHashMap<String, String>();
        all.put("date", today());
        all.put("commit", commit());
        all.put("suite", first.configuration().suite().optionName());
        all.put("detector", first.detector());
        all.put(
                "seeds",
                runs.stream()
                        .filter(run -> run.detector().equals(first.detector()))
                        .map(run -> Long.toString(run.seed()))
                        .collect(Collectors.joining(", ")));
        all.put("recipe", configured.recipe().toString());
        all.put("threshold", configured.rule().threshold().describe());
        all.put("smoothing", configured.rule().smoothing().toString());
        all.put("morphology", configured.rule().morphology().toString());
        all.put("jdk", System.getProperty("java.vendor") + " " + Runtime.version());
        all.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return all;
    }

    public static String today() {
        return LocalDate.now(ZoneOffset.UTC).toString();
    }

    /** The commit that the program was built from, with a mark when files have changed since; "unknown" outside a checkout. */
    public static String commit() {
        String head = git("rev-parse", "--short=12", "HEAD");
        return head.isEmpty()
                ? "unknown"
                : head + (git("status", "--porcelain", "-uno").isEmpty() ? "" : "+changes");
    }

    private static String git(String... arguments) {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(Path.of(System.getProperty("millrace.home", ".")).toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? output : "";
        } catch (IOException absent) {
            return "";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
