package io.millrace.detection.detector;

import io.millrace.detection.score.AdaptiveDetector;
import io.millrace.detection.score.AdaptiveScorer;
import io.millrace.detection.score.MachineMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Few strong detectors that vote. A member's score becomes c = max(0, (s − median) / (q99 − median)) by its {@link ScoreCalibration}, and
 * log(1 + c) is its vote: a member that is wildly alarmed counts for more, but cannot drown the others. {@link Voting} puts the votes
 * together; with {@link Voting#LEVEL_MEAN} votes and score are levels from 0 to 1.
 *
 * <p>Score ≥ 0; log 2 = 0.69 when every member stands at the edge of normal. With {@link OwnPast} c is a member's score in standard
 * deviations of what it said of the machine before, and training rows calibrate nothing. Members may have shorter windows and fewer
 * features: each sees the newest rows and the leading features. Cost: the sum of its members'.
 */
public final class EnsembleDetector implements AdaptiveDetector {

    public static final String NAME = "ensemble";

    private final List<EnsembleMember> members;
    private final Voting voting;
    private final Optional<OwnPast> ownPast;
    private final int steps;
    private final int features;
    private final int targets;

    /**
     * @param members at least one, none of them an ensemble
     * @param voting how their votes are put together
     */
    public EnsembleDetector(List<EnsembleMember> members, Voting voting) {
        this(members, voting, Optional.empty());
    }

    /**
     * @param members at least one, none of them an ensemble
     * @param voting how their votes are put together
     * @param ownPast judges each member's scores by the machine's own past, where it is there; without a memory the calibrations do
     */
    public EnsembleDetector(List<EnsembleMember> members, Voting voting, Optional<OwnPast> ownPast) {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("an ensemble needs at least one member, found none");
        }
        if (members.stream().anyMatch(member -> member.detector() instanceof EnsembleDetector)) {
            throw new IllegalArgumentException(
                    "an ensemble cannot be a member of an ensemble: name its members instead");
        }
        this.members = List.copyOf(members);
        this.voting = voting;
        this.ownPast = ownPast;
        this.steps = members.stream().mapToInt(m -> m.detector().steps()).max().orElseThrow();
        this.features =
                members.stream().mapToInt(m -> m.detector().features()).max().orElseThrow();
        this.targets =
                members.stream().mapToInt(m -> m.detector().targets()).max().orElseThrow();
    }

    /**
     * Fits members of equal weight and calibrates each on rows that it was not fitted on.
     *
     * @param fits how the members are fitted
     * @param voting how their votes are put together
     * @param heldBackShare newest share of every series that calibrates, in (0, 1); 0.3 by custom. The members that score are fitted on
     *     all rows again
     * @param leastSpread see {@link ScoreCalibration#of}
     */
    public static EnsembleDetector fit(
            TrainingRows rows, List<DetectorFit> fits, Voting voting, double heldBackShare, double leastSpread) {
        if (!(heldBackShare > 0 && heldBackShare < 1)) {
            throw new IllegalArgumentException("the share held back must be in (0, 1), found " + heldBackShare);
        }
        var members = new ArrayList<EnsembleMember>();
        for (DetectorFit fit : fits) {
            var early = fit.fit(rows.head(1 - heldBackShare));
            double[] scores = CalibrationScores.of(early, rows.tail(1 - heldBackShare, early.steps() - 1));
            members.add(new EnsembleMember(fit.fit(rows), 1, ScoreCalibration.of(scores, leastSpread)));
        }
        return new EnsembleDetector(members, voting);
    }

    public Optional<OwnPast> ownPast() {
        return ownPast;
    }

    public Voting voting() {
        return voting;
    }

    public List<EnsembleMember> members() {
        return members;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public int features() {
        return features;
    }

    @Override
    public int targets() {
        return targets;
    }

    @Override
    public boolean scoreIsLevel() {
        return voting == Voting.LEVEL_MEAN;
    }

    @Override
    public AdaptiveScorer newScorer() {
        return new EnsembleScorer(members, voting, ownPast, steps, features);
    }

    @Override
    public MachineMemory newMemory() {
        var memories = new MachineMemory[members.size()];
        for (int m = 0; m < memories.length; m++) {
            memories[m] = members.get(m).detector() instanceof AdaptiveDetector adaptive ? adaptive.newMemory() : null;
        }
        var pasts = new OwnPast.Moments[ownPast.isPresent() ? members.size() : 0];
        Arrays.setAll(pasts, m -> new OwnPast.Moments());
        return new EnsembleMemory(memories, pasts);
    }

    @Override
    public MachineMemory restoreMemory(byte[] bytes) {
        return EnsembleMemory.restore(members, ownPast.isPresent(), bytes);
    }

    @Override
    public long memoryBytesPerMachine() {
        long bytes = EnsembleMemory.HEADER;
        for (EnsembleMember member : members) {
            bytes += EnsembleMemory.MEMBER_HEADER + (ownPast.isPresent() ? OwnPast.Moments.BYTES : 0);
            if (member.detector() instanceof AdaptiveDetector adaptive) {
                bytes += adaptive.memoryBytesPerMachine();
            }
        }
        return bytes;
    }
}
