package io.millrace.job.operator;

import static io.millrace.job.operator.Settings.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.job.operator.TinyModels.Kind;
import io.millrace.job.operator.TinyModels.Recipe;
import io.millrace.job.state.ShadowTally;
import io.millrace.job.state.ShadowTally.Side;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ModelStatusKind;
import io.millrace.schemas.ReleaseAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that score beside the one that serves: they are counted, and change nothing. */
class ShadowTest {

    private static final Recipe SERVING =
            Recipe.plain().threshold(1).smoothing(0.3).morphology(2, 1, 0);
    private static final Recipe SHADOW =
            SERVING.version(2).seed(2).threshold(1.1).smoothing(0.5).morphology(3, 2, 0);

    private final List<ScoringHarness> tasks = new ArrayList<>();
    private final Map<String, Long> clocks = new HashMap<>();
    private final Map<String, List<double[]>> series = new TreeMap<>();
    private final List<ShadowTally> counted = new ArrayList<>();
    private ScoringHarness task;

    @AfterEach
    void close() {
        tasks.forEach(ScoringHarness::close);
    }

    private void start(OperatorSubtaskState saved, int bundle, Recipe... models) throws Exception {
        var releases = new ArrayList<byte[]>();
        for (Recipe model : models) {
            releases.add(model.encodedRelease());
        }
        task = new ScoringHarness(Settings.bundles(bundle), releases, 1, 0);
        tasks.add(task);
        task.begin(saved);
    }

    private static ModelRelease shadow(Recipe recipe) {
        return action(ReleaseAction.SHADOW, recipe, 0, 3_000);
    }

    private static ModelRelease action(ReleaseAction action, Recipe recipe, long supersedes, long atMillis) {
        ModelRelease release = recipe.release();
        release.setAction(action);
        release.setSupersedes(supersedes);
        release.setReleasedAtMillis(atMillis);
        return release;
    }

    private ModelStatus statusOf(ModelRelease release) throws Exception {
        List<ModelStatus> news = newsOf(release);
        assertThat(news).hasSize(1);
        return news.get(0);
    }

    private List<ModelStatus> newsOf(ModelRelease release) throws Exception {
        int before = task.side(Outputs.MODEL_STATUS).size();
        task.model(release);
        List<ModelStatus> all = task.side(Outputs.MODEL_STATUS);
        return all.subList(before, all.size());
    }

    private void readings(Random random, int count, String... machines) throws Exception {
        for (int n = 0; n < count; n++) {
            String machineId = machines[random.nextInt(machines.length)];
            double level = random.nextInt(20) == 0 ? 3 : 0.7;
            double[] row = {level * random.nextGaussian(), level * random.nextGaussian(), level * random.nextGaussian()
            };
            series.computeIfAbsent(machineId, unseen -> new ArrayList<>()).add(row);
            task.reading(machineId, clocks.merge(machineId, SECOND, Long::sum), row);
        }
    }

    /** Takes a checkpoint, before which tasks hand on what they have counted. */
    private OperatorSubtaskState checkpoint() throws Exception {
        int before = task.side(Outputs.SHADOWS).size();
        OperatorSubtaskState saved = task.checkpoint(tasks.size() + 100L);
        counted.addAll(task.side(Outputs.SHADOWS)
                .subList(before, task.side(Outputs.SHADOWS).size()));
        return saved;
    }

    private ShadowTally sum() {
        ShadowTally sum = counted.get(0).fresh();
        counted.forEach(sum::add);
        return sum;
    }

    private static double[] scores(Recipe recipe, List<double[]> rows) {
        ModelArtefact model = recipe.artefact();
        return new SeriesScorer(model.preprocessing(), model.detector(), model.smoothing())
                .score(rows.toArray(double[][]::new))
                .smoothed();
    }

    /** What the batch form says of both models' scores, and it is no matter how the stream was cut into bundles and checkpoints. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64})
    void countsWhatTheBatchFormOfBothModelsWouldSay(int bundle) throws Exception {
        start(null, bundle, SERVING);
        ModelStatus status = statusOf(shadow(SHADOW));
        assertThat(status.getStatus()).isEqualTo(ModelStatusKind.SHADOW_REPORT);
        assertThat(status.getReason()).contains("scores beside version 1");
        assertThat(status.getServingVersion()).isEqualTo(1);
        var random = new Random(5);
        for (int part = 0; part < 4; part++) {
            readings(random, 150, "m-1", "m-2", "m-3");
            checkpoint();
        }

        long windows = 0;
        long agreed = 0;
        long[] events = new long[2];
        double[] ratios = new double[2];
        long millis = 0;
        for (List<double[]> rows : series.values()) {
            double[] serving = scores(SERVING, rows); // its threshold is 1
            double[] beside = Arrays.stream(scores(SHADOW, rows))
                    .map(score -> score / 1.1)
                    .toArray();
            windows += serving.length;
            millis += 1_000L * (serving.length - 1);
            for (int n = 0; n < serving.length; n++) {
                agreed += serving[n] > 1 == beside[n] > 1 ? 1 : 0;
            }
            events[0] += events(serving, SERVING.morphology());
            events[1] += events(beside, SHADOW.morphology());
            ratios[0] += Arrays.stream(serving).sum();
            ratios[1] += Arrays.stream(beside).sum();
        }
        ShadowTally sum = sum();
        assertThat(sum.windows()).isEqualTo(windows);
        assertThat(sum.agreed()).isEqualTo(agreed).isLessThan(windows);
        assertThat(sum.machineHours()).isCloseTo(millis / 3.6e6, within(1e-9));
        assertThat(sum.events(Side.SERVING)).isEqualTo(events[0]).isPositive();
        assertThat(sum.events(Side.SHADOW)).isEqualTo(events[1]).isPositive().isNotEqualTo(events[0]);
        assertThat(sum.mean(Side.SERVING)).isCloseTo(ratios[0] / windows, within(1e-9));
        assertThat(sum.mean(Side.SHADOW)).isCloseTo(ratios[1] / windows, within(1e-9));
    }

    private static int events(double[] ratios, Morphology morphology) {
        var anomalous = new boolean[ratios.length];
        for (int n = 0; n < ratios.length; n++) {
            anomalous[n] = ratios[n] > 1;
        }
        return morphology.events(anomalous).size();
    }

    @Test
    void whatServesIsScoredAsWithoutIt() throws Exception {
        start(null, 7, SERVING);
        readings(new Random(6), 300, "m-1", "m-2");
        task.prepareSnapshotPreBarrier(1);
        List<Double> alone = task.taken().stream().map(ScoredWindow::score).toList();
        clocks.clear();
        start(null, 7, SERVING);
        task.model(shadow(SHADOW));

        readings(new Random(6), 300, "m-1", "m-2");
        task.prepareSnapshotPreBarrier(1);

        List<ScoredWindow> beside = task.taken();
        assertThat(beside.stream().map(ScoredWindow::score)).containsExactlyElementsOf(alone);
        assertThat(beside).allMatch(window -> window.modelVersion() == 1);
    }

    @Test
    void itGoesOnAfterARestartAndIsOverWithItsPromotion() throws Exception {
        start(null, 7, SERVING);
        task.model(shadow(SHADOW));
        readings(new Random(7), 60, "m-1");
        OperatorSubtaskState saved = checkpoint();
        long before = sum().windows();
        start(saved, 7, SERVING);
        readings(new Random(8), 60, "m-1");
        checkpoint();
        assertThat(sum().windows()).isEqualTo(before + 60);
        assertThat(newsOf(shadow(SHADOW))).as("delivered again").isEmpty();

        ModelStatus promoted = statusOf(action(ReleaseAction.PROMOTE, SHADOW, 2, 9_000));

        assertThat(promoted.getStatus()).isEqualTo(ModelStatusKind.PROMOTED);
        assertThat(promoted.getServingVersion()).isEqualTo(2);
        List<ShadowTally> tallies = task.side(Outputs.SHADOWS);
        assertThat(tallies.get(tallies.size() - 1).isOver()).isTrue();
        counted.clear();
        readings(new Random(9), 60, "m-1");
        saved = checkpoint();
        assertThat(counted).isEmpty();
        List<ScoredWindow> windows = task.taken();
        assertThat(windows.get(windows.size() - 1).modelVersion()).isEqualTo(2);
        assertThat(newsOf(shadow(SHADOW))).as("it serves").isEmpty();
        start(saved, 7, SERVING);
        readings(new Random(9), 10, "m-1");
        checkpoint();
        assertThat(counted).isEmpty();
    }

    @Test
    void itWaitsForAModelToStandBeside() throws Exception {
        start(null, 1);
        ModelStatus waiting = statusOf(shadow(SHADOW));
        assertThat(waiting.getReason()).contains("waits until a version of the model serves");
        assertThat(waiting.getServingVersion()).isNull();

        task.model(SERVING.release());

        readings(new Random(1), 20, "m-1");
        checkpoint();
        assertThat(sum().windows()).isEqualTo(20 - TinyModels.STEPS + 1);
    }

    @Test
    void anotherTakesItsPlaceAndAWithdrawalOrAHigherVersionEndsIt() throws Exception {
        start(null, 1, SERVING);
        task.model(shadow(SHADOW));
        ModelRelease third = action(ReleaseAction.SHADOW, SHADOW.version(3).seed(3), 0, 4_000);
        assertThat(statusOf(third).getStatus()).isEqualTo(ModelStatusKind.SHADOW_REPORT);
        assertThat(statusOf(shadow(SHADOW)).getReason()).contains("version 3 became the model's shadow later");

        ModelRelease withdrawal = action(ReleaseAction.WITHDRAW, SHADOW.version(3), 0, 5_000);
        withdrawal.setArtefact(null);
        withdrawal.setMachinePatterns(List.of());
        ModelStatus ended = statusOf(withdrawal);
        assertThat(ended.getStatus()).isEqualTo(ModelStatusKind.RETIRED);
        assertThat(ended.getVersion()).isEqualTo(3);
        assertThat(ended.getServingVersion()).isEqualTo(1);
        readings(new Random(1), 20, "m-1");
        checkpoint();
        assertThat(counted).isEmpty();

        task.model(action(ReleaseAction.SHADOW, SHADOW.version(3).seed(3), 0, 6_000));
        List<ModelStatus> news = newsOf(SERVING.version(4).release());
        assertThat(news)
                .extracting(ModelStatus::getStatus)
                .containsExactly(ModelStatusKind.ACCEPTED, ModelStatusKind.RETIRED);
        assertThat(news.get(1).getReason()).contains("version 4 has been released to serve");
        assertThat(news.get(1).getServingVersion()).isEqualTo(4);
    }

    @Test
    void aDeletedRecordEndsIt() throws Exception {
        start(null, 1, SERVING);
        task.model(shadow(SHADOW));

        assertThat(statusOf(ReleaseKind.withdrawal(ReleaseKind.topicKey(shadow(SHADOW))))
                        .getStatus())
                .isEqualTo(ModelStatusKind.RETIRED);
    }

    /** A shadow's release whose artefact is to be in a file. */
    private static ModelRelease referring(Path file) {
        ModelRelease release = shadow(SHADOW.seed(file.hashCode())); // another artefact for each test
        release.setArtefactUri(file.toUri().toString());
        release.setArtefact(null);
        return release;
    }

    private static byte[] artefactOf(Path file) {
        return shadow(SHADOW.seed(file.hashCode())).getArtefact().array();
    }

    @Test
    void oneWhoseArtefactComesLateScoresOnceItIsThereOverARestartToo(@TempDir Path folder) throws Exception {
        start(null, 1, SERVING);
        Path file = folder.resolve("late.mlrc");
        ModelStatus refused = statusOf(referring(file));
        assertThat(refused.getStatus()).isEqualTo(ModelStatusKind.REFUSED);
        assertThat(refused.getReason()).contains("late.mlrc", "tried again");
        assertThat(refused.getServingVersion()).isEqualTo(1);

        start(checkpoint(), 1, SERVING);
        Files.write(file, Arrays.copyOf(artefactOf(file), 100));
        task.setProcessingTime(1_000);
        assertThat(task.side(Outputs.MODEL_STATUS)).isEmpty();
        Files.write(file, artefactOf(file));
        task.setProcessingTime(3_000);

        assertThat(task.side(Outputs.MODEL_STATUS)).singleElement().satisfies(status -> {
            assertThat(status.getStatus()).isEqualTo(ModelStatusKind.SHADOW_REPORT);
            assertThat(status.getReason()).contains("scores beside version 1");
        });
        readings(new Random(1), 20, "m-1");
        checkpoint();
        assertThat(sum().windows()).isPositive();
    }

    @Test
    void oneThatIsAwaitedDoesNotHinderWhatServesAndIsGivenUpWhenItIsWithdrawn(@TempDir Path folder) throws Exception {
        start(null, 1, SERVING);
        Path file = folder.resolve("late.mlrc");
        task.model(referring(file));
        assertThat(statusOf(SERVING.version(2).seed(8).release()).getStatus()).isEqualTo(ModelStatusKind.ACCEPTED);
        ModelRelease third = referring(file);
        third.setVersion(3);
        third.setReleasedAtMillis(4_000);
        task.model(third);

        ModelStatus ended = statusOf(ReleaseKind.withdrawal(ReleaseKind.topicKey(third)));
        assertThat(ended.getStatus()).isEqualTo(ModelStatusKind.RETIRED);
        assertThat(ended.getVersion()).isEqualTo(3);

        int before = task.side(Outputs.MODEL_STATUS).size();
        task.setProcessingTime(300_000);
        assertThat(task.side(Outputs.MODEL_STATUS)).hasSize(before);
    }

    @Test
    void itStandsBesideWhatARollbackLeadsTo() throws Exception {
        start(null, 1, SERVING);
        task.model(SERVING.version(2).seed(8).release());
        task.model(action(ReleaseAction.SHADOW, SHADOW.version(3), 0, 4_000));
        readings(new Random(1), 20, "m-1");

        task.model(action(ReleaseAction.ROLL_BACK, SERVING, 2, 5_000));

        readings(new Random(1), 20, "m-1");
        checkpoint();
        List<ShadowTally> all = task.side(Outputs.SHADOWS);
        assertThat(all).extracting(ShadowTally::servingVersion).containsExactly(2L, 1L);
        assertThat(all.get(1).epochMillis()).isGreaterThan(all.get(0).epochMillis());
    }

    @Test
    void whatCannotBeAShadowIsRefusedWithItsReason() throws Exception {
        start(null, 1, SERVING);

        assertRefused(shadow(SERVING.version(1).seed(4)), "a shadow needs a higher version");
        assertRefused(shadow(SHADOW.learning()), "learns from each machine that it serves");
        assertRefused(shadow(SHADOW.kind(Kind.FAMILIAR_ERRORS)), "learns from each machine that it serves");
        assertRefused(shadow(SHADOW.sensors("temperature", "pressure")), "needs the same ones in the same order");
        ModelRelease changed = shadow(SHADOW);
        changed.setSha256("ab".repeat(32));
        assertRefused(changed, "SHA-256 should be");
        ModelRelease delta = TinyModels.release(SERVING.delta("m-1", 1, 1, false));
        delta.setAction(ReleaseAction.SHADOW);
        assertThat(statusOf(delta).getReason()).contains("it is no shadow");
        readings(new Random(1), 20, "m-1");
        checkpoint();
        assertThat(counted).isEmpty();
    }

    private void assertRefused(ModelRelease release, String reason) throws Exception {
        ModelStatus status = statusOf(release);
        assertThat(status.getStatus()).isEqualTo(ModelStatusKind.REFUSED);
        assertThat(status.getReason()).contains(reason);
        assertThat(status.getServingVersion()).isEqualTo(1);
    }
}
