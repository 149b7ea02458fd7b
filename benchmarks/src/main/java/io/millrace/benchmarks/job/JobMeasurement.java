package io.millrace.benchmarks.job;

import io.millrace.benchmarks.BenchOptions;
import io.millrace.benchmarks.traffic.Fleet;
import io.millrace.cluster.process.ChildJvm;
import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.job.config.JobConfig;
import io.millrace.job.operator.ReleaseKind;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertStatus;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ModelStatusKind;
import io.millrace.schemas.WindowScore;
import io.millrace.schemas.codec.RecordEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures the job in one shape on one broker: first the bare scorer and the bare engine, then the job between them. */
final class JobMeasurement {

    private final JobPlan plan;
    private final Broker broker;
    private final Path directory;
    private final BenchOptions say;
    private final BareScorer bare;
    private final String readings; // topic
    private final long written;
    private int runs;

    JobMeasurement(JobPlan plan, Broker broker, Path directory, BenchOptions say) throws Exception {
        this.plan = plan;
        this.broker = broker;
        this.directory = directory;
        this.say = say;
        ModelArtefact artefact = plan.model().artefact();
        Files.write(directory.resolve("bench.model"), ArtefactCodec.encode(artefact));
        this.bare =
                new BareScorer(artefact, new Fleet(plan.machines(), plan.model().sensors()), plan.parallelism());
        bare.measure(1); // compiles
        double ceiling = bare.measure(1).windowsPerSecond();
        this.readings = "readings-" + plan.model().sensors();
        // the job is slower than the bare scorer, so this lasts
        this.written = 2 * plan.readingsToFill() + (long) (1.3 * ceiling * (plan.warmSeconds() + plan.seconds() + 2));
        broker.createTopics(List.of(readings));
        say.progress(
                "bare scorer %,.0f windows/s; writing %,d readings of %d sensors",
                ceiling, written, plan.model().sensors());
        broker.produce(directory, readings, plan.machines(), plan.model().sensors(), written, 0, 0)
                .close();
    }

    /** Of a run's topics and consumer group: several measurements share the broker. */
    private String nameOf(String kind) {
        return kind + "-" + plan.model().sensors() + "-" + ++runs;
    }

    /** Readings per second from broker to keyed task without any work there; the second of two runs. */
    double passThroughPerSecond() throws Exception {
        passThroughRound();
        return passThroughRound();
    }

    private double passThroughRound() throws Exception {
        JobConfig config = plan.config(broker, "heap", nameOf("pass"), readings, directory, false);
        try (JobRun run = JobRun.passThrough(config, plan.parallelism())) {
            run.await("the first readings", () -> run.readings() > written / 10);
            long start = System.nanoTime();
            long before = run.readings();
            run.await("nine tenths of the readings", () -> run.readings() > written / 10 * 9);
            return (run.readings() - before) * 1e9 / (System.nanoTime() - start);
        }
    }

    List<SaturatedRound> saturated(String backend) throws Exception {
        var rounds = new ArrayList<SaturatedRound>();
        for (int r = 0; r < plan.rounds(); r++) {
            BareScorer.Pace before = bare.measure(plan.seconds() / 3);
            SaturatedRound alone = saturatedRound(backend, before, false, false);
            SaturatedRound round = alone.beside(before.meanWith(bare.measure(plan.seconds() / 3)));
            rounds.add(round);
            say.progress(
                    "%d sensors, %s, round %d: %,.0f windows/s, %.0f %% of the bare scorer's %,.0f",
                    plan.model().sensors(),
                    backend,
                    r + 1,
                    round.windowsPerSecond(),
                    100 * round.shareOfBare(),
                    round.bare().windowsPerSecond());
        }
        return rounds;
    }

    /**
     * Readings per second of a saturated job that writes every score, as it does when its delay is measured: what half a load is half of.
     */
    double saturatedWithScores(String backend) throws Exception {
        double perSecond = saturatedRound(backend, bare.measure(plan.seconds() / 3), true, false)
                .readingsPerSecond();
        say.progress(
                "%d sensors, %s, writing all scores: %,.0f readings/s",
                plan.model().sensors(), backend, perSecond);
        return perSecond;
    }

    /**
     * A saturated job without a shadow and with one of the same size.
     *
     * @param perSecond readings with it
     * @param share of the readings without it
     */
    record Shadowed(double perSecond, double share) {}

    /** As many rounds as without, in turn with some without: what the shadow costs is their ratio, whatever else the cores do. */
    List<Shadowed> shadowed(String backend) throws Exception {
        var rounds = new ArrayList<Shadowed>();
        for (int r = 0; r < plan.rounds(); r++) {
            BareScorer.Pace pace = bare.measure(plan.seconds() / 3);
            double without = saturatedRound(backend, pace, false, false).readingsPerSecond();
            double with = saturatedRound(backend, pace, false, true).readingsPerSecond();
            rounds.add(new Shadowed(with, with / without));
            say.progress(
                    "%d sensors, %s, round %d with a shadow: %,.0f readings/s, %.0f %% of %,.0f without",
                    plan.model().sensors(), backend, r + 1, with, 100 * with / without, without);
        }
        return rounds;
    }

    private void castShadow(String run) throws Exception {
        ModelRelease shadow = plan.model().shadow();
        broker.send(
                run + "-models",
                ReleaseKind.topicKey(shadow),
                RecordEncoder.of(ModelRelease.class).encode(shadow));
    }

    private void checkShadow(String run) throws Exception {
        if (!broker.holds(
                run + "-model-status",
                ModelStatus.class,
                status -> status.getStatus() == ModelStatusKind.SHADOW_REPORT)) {
            throw new IllegalStateException("the job has said nothing of its shadow: what was measured had none");
        }
    }

    private SaturatedRound saturatedRound(String backend, BareScorer.Pace bareBefore, boolean scores, boolean shadow)
            throws Exception {
        String name = nameOf("saturated");
        broker.createTopics(JobPlan.topicsOf(name));
        if (shadow) {
            castShadow(name);
        }
        JobConfig config = plan.config(broker, backend, name, readings, directory, scores);
        try (JobRun run = JobRun.whole(config, plan.parallelism())) {
            long filling = (long) plan.machines() * (plan.model().steps() - 1);
            run.await("the machines' rings to fill", () -> run.unscored() >= filling);
            run.awaitCompiled(plan.warmSeconds());
            if (shadow) {
                checkShadow(name);
            }
            long start = System.nanoTime();
            long readingsBefore = run.readings();
            long scoredBefore = run.scored();
            CpuByThread cpuBefore = CpuByThread.now();
            long brokerBefore = broker.cpu().toNanos();
            run.awaitSeconds(plan.seconds());
            double nanos = System.nanoTime() - start;
            double taken = run.readings() - readingsBefore;
            double scored = run.scored() - scoredBefore;
            CpuByThread cpu = CpuByThread.now();
            if (run.readings() >= written) {
                throw new IllegalStateException("the job has taken all " + written
                        + " readings before the end of the measurement: it was not saturated");
            }
            return new SaturatedRound(
                    taken * 1e9 / nanos,
                    scored * 1e9 / nanos,
                    bareBefore,
                    cpu.microsPerReadingSince(cpuBefore, taken),
                    (broker.cpu().toNanos() - brokerBefore)
                            / (nanos * Runtime.getRuntime().availableProcessors()));
        }
    }

    /**
     * How late scores and alerts are.
     *
     * @param perSecond readings, offered whether or not the job keeps up
     * @param toScore from the moment in which the reading was due to be sent until the broker has its score
     * @param toAlert … until the broker has the alert that the reading opened
     */
    record Paced(double perSecond, Latencies toScore, Latencies toAlert) {}

    Paced paced(String backend, double perSecond) throws Exception {
        String name = nameOf("paced");
        var topics = new ArrayList<>(JobPlan.topicsOf(name));
        topics.add(name);
        broker.createTopics(topics);
        JobConfig config = plan.config(broker, backend, name, name, directory, true);
        long fill = plan.readingsToFill();
        try (ChildJvm producer = broker.produce(
                        directory,
                        name,
                        plan.machines(),
                        plan.model().sensors(),
                        fill,
                        perSecond,
                        plan.pacedSeconds());
                JobRun run = JobRun.whole(config, plan.parallelism())) {
            run.await("the machines' rings to fill", () -> run.readings() >= fill);
            producer.go();
            run.awaitSeconds(2);
            run.awaitCompiled(plan.settleSeconds() - 2);
            long settled = System.currentTimeMillis();
            producer.line();
            long sent = fill + (long) (perSecond * plan.pacedSeconds());
            run.await("all readings to be scored", () -> run.readings() >= sent);
            run.awaitSeconds(1); // the last bundle leaves
            Latencies toScore =
                    broker.latencies(name + "-scores", WindowScore.class, WindowScore::getTimestampMillis, settled);
            Latencies toAlert = broker.latencies(
                    name + "-alerts",
                    Alert.class,
                    alert -> alert.getStatus() == AlertStatus.OPENED ? alert.getObservedAtMillis() : -1,
                    settled);
            return new Paced(perSecond, toScore, toAlert);
        }
    }
}
