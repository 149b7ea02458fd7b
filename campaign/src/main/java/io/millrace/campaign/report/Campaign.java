package io.millrace.campaign.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A campaign under way: gathers what it finds, and leaves it as a result. Used by one thread. */
public final class Campaign {

    private final int order;
    private final String name;
    private final String title;
    private final String done;
    private final long startNanos = System.nanoTime();
    private final List<Finding> findings = new ArrayList<>();

    /** @param done what is done, sentences */
    public Campaign(int order, String name, String title, String done) {
        this.order = order;
        this.name = name;
        this.title = title;
        this.done = done;
    }

    public String name() {
        return name;
    }

    public void found(String promise, String expected, Object seen, boolean kept) {
        findings.add(new Finding(promise, expected, String.valueOf(seen), kept));
        System.out.printf(
                "%s: %s: expected %s, seen %s: %s%n", name, promise, expected, seen, kept ? "kept" : "FAILED");
    }

    /**
     * Writes the result, kept or not, and the page.
     *
     * @param docs where they go
     * @throws AssertionError if a promise was not kept
     */
    public void finish(Path home, Path docs) throws IOException {
        long seconds = (System.nanoTime() - startNanos) / 1_000_000_000;
        ReliabilityPage.add(docs, CampaignResult.now(order, name, title, done, home, seconds, findings));
        List<Finding> broken =
                findings.stream().filter(finding -> !finding.kept()).toList();
        if (!broken.isEmpty()) {
            throw new AssertionError("campaign " + name + ": " + broken);
        }
    }
}
