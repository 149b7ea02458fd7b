package io.millrace.campaign.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.sun.management.OperatingSystemMXBean;
import io.millrace.cli.local.Surroundings;
import io.millrace.detection.file.WholeFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What a campaign did and saw.
 *
 * @param order place on the page
 * @param name by which it is run alone
 * @param done what was done, sentences
 * @param seconds that it took
 * @param loadAverage of the machine at its end: above the number of processors others used them, too
 */
public record CampaignResult(
        int order,
        String name,
        String title,
        String done,
        String date,
        String commit,
        String hardware,
        long seconds,
        double loadAverage,
        List<Finding> findings) {

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public CampaignResult {
        findings = List.copyOf(findings);
    }

    /** A result of this moment and this machine. */
    public static CampaignResult now(
            int order, String name, String title, String done, Path home, long seconds, List<Finding> findings) {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        String hardware = "%s, %d processors, %d GiB, Java %s"
                .formatted(
                        Surroundings.cpuModel(),
                        system.getAvailableProcessors(),
                        Math.round(system.getTotalMemorySize() / (double) (1L << 30)),
                        Runtime.version());
        return new CampaignResult(
                order,
                name,
                title,
                done,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                Surroundings.commit(home),
                hardware,
                seconds,
                system.getSystemLoadAverage(),
                findings);
    }

    /** Whether every promise was kept. */
    boolean kept() {
        return findings.stream().allMatch(Finding::kept);
    }

    static CampaignResult read(Path file) throws IOException {
        return MAPPER.readerFor(CampaignResult.class).readValue(file.toFile());
    }

    void write(Path file) throws IOException {
        WholeFile.write(file, MAPPER.writeValueAsString(this) + "\n");
    }
}
