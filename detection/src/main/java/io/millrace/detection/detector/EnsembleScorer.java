package io.millrace.detection.detector;

import io.millrace.detection.score.AdaptiveDetector;
import io.millrace.detection.score.AdaptiveScorer;
import io.millrace.detection.score.MachineMemory;
import io.millrace.detection.score.PeekingScorer;
import io.millrace.detection.score.VotingScorer;
import io.millrace.detection.score.WindowError;
import io.millrace.detection.score.WindowScorer;
import io.millrace.detection.window.WindowBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** Lets every member score its view of the windows. One per task, not thread-safe. */
final class EnsembleScorer implements VotingScorer, PeekingScorer {

    private final List<EnsembleMember> members;
    private final Voting voting;
    private final Optional<OwnPast> ownPast;
    private final double[] weights; // [members]
    private final String[] names; // [members]
    private final int steps;
    private final int features;
    private final WindowScorer[] scorers; // [members]
    private final WindowBatch[] views; // [members], what each member sees of the batch
    private double[][] votes = new double[0][]; // [members][windows] of the last batch
    private final double[] ofWindow; // [members], votes of one window
    private double[] memberScores = new double[0];
    private MachineMemory[] memberMemories = new MachineMemory[0];

    EnsembleScorer(List<EnsembleMember> members, Voting voting, Optional<OwnPast> ownPast, int steps, int features) {
        this.members = members;
        this.voting = voting;
        this.ownPast = ownPast;
        this.weights = members.stream().mapToDouble(EnsembleMember::weight).toArray();
        this.names = names(members);
        this.ofWindow = new double[weights.length];
        this.steps = steps;
        this.features = features;
        this.scorers = members.stream().map(m -> m.detector().newScorer()).toArray(WindowScorer[]::new);
        this.views = members.stream()
                .map(m -> new WindowBatch(m.detector().steps(), m.detector().features()))
                .toArray(WindowBatch[]::new);
    }

    /** A number behind a name that was there before. */
    private static String[] names(List<EnsembleMember> members) {
        var names = new String[members.size()];
        for (int m = 0; m < names.length; m++) {
            String name = members.get(m).detector().name();
            long before = members.subList(0, m).stream()
                    .filter(member -> member.detector().name().equals(name))
                    .count();
            names[m] = before == 0 ? name : name + "-" + (before + 1);
        }
        return names;
    }

    @Override
    public void score(WindowBatch batch, double[] scores) {
        score(batch, null, scores);
    }

    @Override
    public void score(WindowBatch batch, MachineMemory[] memories, double[] scores) {
        ensureRoom(batch.windows());
        for (int m = 0; m < scorers.length; m++) {
            look(batch, views[m]);
            if (memories != null && scorers[m] instanceof AdaptiveScorer adaptive) {
                for (int n = 0; n < batch.windows(); n++) {
                    memberMemories[n] = ((EnsembleMemory) memories[n]).members()[m];
                }
                adaptive.score(views[m], memberMemories, memberScores);
            } else {
                scorers[m].score(views[m], memberScores);
            }
            for (int n = 0; n < batch.windows(); n++) {
                votes[m][n] = memories != null && ownPast.isPresent()
                        ? voteByPast(((EnsembleMemory) memories[n]).pasts()[m], memberScores[n])
                        : voting.vote(members.get(m), memberScores[n]);
            }
        }
        combineVotes(batch.windows(), scores);
    }

    @Override
    public void peek(WindowBatch batch, MachineMemory memory, double[] scores) {
        ensureRoom(batch.windows());
        var known = (EnsembleMemory) memory;
        for (int m = 0; m < scorers.length; m++) {
            look(batch, views[m]);
            if (members.get(m).detector() instanceof AdaptiveDetector adaptive) {
                adaptive.peek((AdaptiveScorer) scorers[m], views[m], known.members()[m], memberScores);
            } else {
                scorers[m].score(views[m], memberScores);
            }
            for (int n = 0; n < batch.windows(); n++) {
                votes[m][n] = ownPast.isPresent()
                        ? voteByPast(known.pasts()[m].copy(), memberScores[n])
                        : voting.vote(members.get(m), memberScores[n]);
            }
        }
        combineVotes(batch.windows(), scores);
    }

    private void ensureRoom(int windows) {
        if (memberScores.length < windows) {
            memberScores = new double[windows];
            memberMemories = new MachineMemory[windows];
            votes = new double[members.size()][windows];
        }
    }

    private double voteByPast(OwnPast.Moments past, double score) {
        return voting.vote(ownPast.orElseThrow().judge(past, score));
    }

    private void combineVotes(int windows, double[] scores) {
        for (int n = 0; n < windows; n++) {
            for (int m = 0; m < scorers.length; m++) {
                ofWindow[m] = votes[m][n];
            }
            scores[n] = combine(ofWindow);
        }
    }

    @Override
    public int voices() {
        return members.size();
    }

    @Override
    public int steps(int voice) {
        return views[voice].steps();
    }

    @Override
    public String name(int voice) {
        return names[voice];
    }

    @Override
    public double weight(int voice) {
        return weights[voice] / DoubleStream.of(weights).sum();
    }

    @Override
    public double vote(int voice, int n) {
        return votes[voice][n];
    }

    @Override
    public double combine(double[] ofMembers) {
        return voting.combine(ofMembers, weights);
    }

    /** Fills a view with the newest rows and leading features of every window, in the same order. */
    private void look(WindowBatch batch, WindowBatch view) {
        view.clear();
        int skipped = steps - view.steps();
        int n = 0;
        while (n < batch.windows()) {
            int run = 1; // windows that follow each other share their rows
            while (n + run < batch.windows() && batch.start(n + run) == batch.start(n) + run) {
                run++;
            }
            int rows = view.steps() + run - 1;
            view.addSegment(leading(batch.rows(), batch.start(n) + skipped, rows, view.features()), rows);
            n += run;
        }
    }

    private float[] leading(float[] matrix, int firstRow, int rows, int width) {
        if (width == features) {
            return Arrays.copyOfRange(matrix, firstRow * features, (firstRow + rows) * features);
        }
        var narrow = new float[rows * width];
        for (int r = 0; r < rows; r++) {
            System.arraycopy(matrix, (firstRow + r) * features, narrow, r * width, width);
        }
        return narrow;
    }

    /**
     * Shares are the members' shares weighted by their part in the score; the expected values are those of the loudest member, and the observed ones
     * where it does not look.
     */
    @Override
    public WindowError explain(WindowBatch batch, int n) {
        var errors = new WindowError[scorers.length];
        double total = 0;
        int loudest = 0;
        int targets = 0;
        for (int m = 0; m < scorers.length; m++) {
            errors[m] = scorers[m].explain(views[m], n);
            total += voting.part(votes[m][n], weights[m]);
            loudest = votes[m][n] > votes[loudest][n] ? m : loudest;
            targets = Math.max(targets, errors[m].featureShare().length);
        }
        var featureShare = new double[targets];
        var stepShare = new double[steps];
        for (int m = 0; m < errors.length && total > 0; m++) {
            double share = voting.part(votes[m][n], weights[m]) / total;
            add(errors[m].featureShare(), 0, share, featureShare);
            add(errors[m].stepShare(), steps - errors[m].stepShare().length, share, stepShare);
        }
        return new WindowError(featureShare, stepShare, expected(batch, n, errors[loudest], targets));
    }

    private static void add(double[] shares, int at, double factor, double[] sums) {
        for (int i = 0; i < shares.length; i++) {
            sums[at + i] += factor * shares[i];
        }
    }

    private float[] expected(WindowBatch batch, int n, WindowError loudest, int targets) {
        float[] expected = leading(batch.rows(), batch.start(n), steps, targets);
        int width = loudest.featureShare().length;
        int skipped = steps - loudest.stepShare().length;
        for (int t = skipped; t < steps; t++) {
            System.arraycopy(loudest.expected(), (t - skipped) * width, expected, t * targets, width);
        }
        return expected;
    }
}
