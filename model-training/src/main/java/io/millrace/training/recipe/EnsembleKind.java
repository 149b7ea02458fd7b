package io.millrace.training.recipe;

import io.millrace.detection.detector.CalibrationScores;
import io.millrace.detection.detector.EnsembleDetector;
import io.millrace.detection.detector.EnsembleMember;
import io.millrace.detection.detector.OwnPast;
import io.millrace.detection.detector.ScoreCalibration;
import io.millrace.detection.detector.TrainingRows;
import io.millrace.detection.detector.Voting;
import io.millrace.detection.score.Detector;
import io.millrace.training.network.TrainingCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * Few strong members, each calibrated on rows that it has not seen; see {@link EnsembleDetector}.
 *
 * @param members kinds, none of them an ensemble
 * @param voting how their votes are put together
 * @param leastSpread see {@link ScoreCalibration#of}
 * @param ownPast judges each member's scores by the series' own past, where it is there
 */
public record EnsembleKind(List<Member> members, Voting voting, double leastSpread, Optional<OwnPast> ownPast)
        implements DetectorKind {

    /**
     * One voice.
     *
     * @param weight > 0, relative to the other members'
     */
    public record Member(DetectorKind kind, double weight) {}

    public EnsembleKind {
        members = List.copyOf(members);
    }

    /** Members of equal weight. */
    public static EnsembleKind of(Voting voting, double leastSpread, DetectorKind... kinds) {
        var members = new ArrayList<Member>();
        for (DetectorKind kind : kinds) {
            members.add(new Member(kind, 1));
        }
        return new EnsembleKind(members, voting, leastSpread, Optional.empty());
    }

    /** The same, each member judged by the series' own past. */
    public EnsembleKind withOwnPast(OwnPast value) {
        return new EnsembleKind(members, voting, leastSpread, Optional.of(value));
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
    public Fit fit(TrainingRows rows, FitContext context) {
        var early = new ArrayList<EnsembleMember>();
        var serving = new ArrayList<EnsembleMember>();
        TrainingCurve curve = null;
        for (Member member : members) {
            Fit fit = member.kind().fit(rows, context);
            Detector calibrator = fit.early();
            ScoreCalibration calibration = ScoreCalibration.of(usual(calibrator, rows, context), leastSpread);
            early.add(new EnsembleMember(calibrator, member.weight(), calibration));
            serving.add(new EnsembleMember(fit.detector(), member.weight(), calibration));
            curve = fit.curve() == null ? curve : fit.curve();
        }
        return new Fit(
                new EnsembleDetector(early, voting, ownPast), new EnsembleDetector(serving, voting, ownPast), curve);
    }

    /** Scores of normal operation held back: of windows without a row labelled anomalous, where anybody knows. */
    private static double[] usual(Detector calibrator, TrainingRows rows, FitContext context) {
        double share = 1 - context.heldBack();
        int lead = calibrator.steps() - 1;
        List<double[]> scores = CalibrationScores.perSeries(calibrator, rows.tail(share, lead));
        return context
                .labels()
                .map(labels -> labels.tail(share, lead).healthy(scores, calibrator.steps()))
                .orElse(scores)
                .stream()
                .flatMapToDouble(DoubleStream::of)
                .toArray();
    }
}
