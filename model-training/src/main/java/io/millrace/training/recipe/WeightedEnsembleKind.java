package io.millrace.training.recipe;

import io.millrace.detection.detector.EnsembleDetector;
import io.millrace.detection.detector.EnsembleMember;
import io.millrace.detection.detector.ScoreCalibration;
import io.millrace.detection.detector.TrainingRows;
import io.millrace.detection.detector.Voting;
import io.millrace.detection.score.Detector;
import io.millrace.detection.threshold.ThresholdPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The weighted mean of its members' scores, each calibrated to [0, 1] on rows that the member has not seen; see {@link Voting#LEVEL_MEAN}.
 *
 * @param members kinds, none of them an ensemble, with their weights, each > 0
 * @param fitted whether labelled rows held back decide the weights, see {@link WeightSearch}; without labels all weigh the same
 */
public record WeightedEnsembleKind(List<EnsembleKind.Member> members, boolean fitted) implements DetectorKind {

    static final KnownKind KNOWN = new KnownKind(
            EnsembleDetector.NAME,
            KnownKind.Task.NOVELTY,
            false,
            "weighted mean of its members' scores, each calibrated to 0 … 1",
            List.of(
                    new KindOption(
                            KindSettings.MEMBERS,
                            "isolation-forest=0.5,window-pca=0.5",
                            "members as KIND=WEIGHT, joined by commas; --member gives them one by one. MEMBER.NAME sets what a"
                                    + " member has"),
                    new KindOption(
                            "weights",
                            "given",
                            "given, or fitted: by average precision on labelled rows held back; without labels fitted is equal")),
            settings -> Optional.of(new ThresholdPolicy.Fixed(ScoreCalibration.EDGE_LEVEL)),
            WeightedEnsembleKind::of);

    /** Where weights come from. */
    private enum Weights {
        GIVEN,
        FITTED
    }

    public WeightedEnsembleKind {
        members = List.copyOf(members);
    }

    private static WeightedEnsembleKind of(KindSettings settings) {
        var members = new ArrayList<EnsembleKind.Member>();
        var names = new ArrayList<String>();
        for (String entry : settings.value(KindSettings.MEMBERS).split(",")) {
            int equals = entry.indexOf('=');
            String name = (equals < 0 ? entry : entry.substring(0, equals)).strip();
            if (name.equals(EnsembleDetector.NAME)) {
                throw new IllegalArgumentException(
                        "an ensemble cannot be a member of an ensemble: name its members instead");
            }
            names.add(name);
            members.add(new EnsembleKind.Member(
                    KnownKinds.of(name).with(settings.ofMember(name)),
                    equals < 0 ? 1 : weight(name, entry.substring(equals + 1))));
        }
        for (String named : settings.membersNamed()) {
            if (!names.contains(named)) {
                throw new IllegalArgumentException("the ensemble has no member " + named + " to set options of: it has "
                        + String.join(", ", names));
            }
        }
        return new WeightedEnsembleKind(members, settings.choice("weights", Weights.class) == Weights.FITTED);
    }

    private static double weight(String member, String text) {
        try {
            double weight = Double.parseDouble(text.strip());
            if (weight > 0 && Double.isFinite(weight)) {
                return weight;
            }
        } catch (NumberFormatException noNumber) {
            // said below
        }
        throw new IllegalArgumentException(
                "the weight of member '" + member + "' must be finite and > 0, found " + text.strip());
    }

    @Override
    public int steps() {
        return members.stream().mapToInt(member -> member.kind().steps()).max().orElseThrow();
    }

    @Override
    public boolean augmentable() {
        return members.stream().allMatch(member -> member.kind().augmentable());
    }

    @Override
    public boolean random() {
        return members.stream().anyMatch(member -> member.kind().random());
    }

    @Override
    public boolean stateInputs() {
        return members.stream().anyMatch(member -> member.kind().stateInputs());
    }

    @Override
    public Fit fit(TrainingRows rows, FitContext context) {
        Fit fit = new EnsembleKind(members, Voting.LEVEL_MEAN, 0, Optional.empty()).fit(rows, context);
        var early = (EnsembleDetector) fit.early();
        var serving = (EnsembleDetector) fit.detector();
        if (!fitted) {
            return noted(fit, serving, "given");
        }
        Optional<WeightSearch.Found> found =
                context.labels().flatMap(labels -> WeightSearch.of(early, rows, labels, 1 - context.heldBack()));
        double[] weights = found.map(WeightSearch.Found::weights).orElseGet(() -> equal(members.size()));
        EnsembleDetector weighed = weighed(serving, weights);
        return noted(
                new Fit(weighed(early, weights), weighed, fit.curve()),
                weighed,
                found.map(WeightSearch.Found::restsOn).orElse("equal: no labelled anomalous windows were held back"));
    }

    private static double[] equal(int members) {
        var weights = new double[members];
        java.util.Arrays.fill(weights, 1.0 / members);
        return weights;
    }

    /** Members without any weight are left out. */
    private static EnsembleDetector weighed(EnsembleDetector ensemble, double[] weights) {
        var kept = new ArrayList<EnsembleMember>();
        for (int m = 0; m < weights.length; m++) {
            EnsembleMember member = ensemble.members().get(m);
            if (weights[m] > 0) {
                kept.add(new EnsembleMember(member.detector(), weights[m], member.calibration()));
            }
        }
        return new EnsembleDetector(kept, ensemble.voting());
    }

    private static Fit noted(Fit fit, EnsembleDetector serving, String restOn) {
        var weights = new StringBuilder();
        for (EnsembleMember member : serving.members()) {
            Detector detector = member.detector();
            weights.append(weights.isEmpty() ? "" : ", ")
                    .append(String.format(Locale.ROOT, "%s %.3g", detector.name(), member.weight()));
        }
        return new Fit(
                fit.early(),
                fit.detector(),
                fit.curve(),
                Map.of("ensemble.weights", weights.toString(), "ensemble.weightsRestOn", restOn));
    }
}
