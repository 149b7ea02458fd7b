package io.millrace.detection.detector;

/** What of a member's score is its vote, and how votes are put together. Artefacts name it by number: append only. */
public enum Voting {
    /** Weighted mean: all members have their say. */
    MEAN,
    /** Weighted root mean square: a member that is sure counts for more than several that hesitate. */
    ROOT_MEAN_SQUARE {
        @Override
        double part(double vote, double weight) {
            return weight * vote * vote;
        }

        @Override
        double whole(double mean) {
            return Math.sqrt(mean);
        }
    },
    /** The largest weighted vote: each member is reason enough for an alarm, and the quiet ones do not talk it down. */
    LOUDEST {
        @Override
        double combine(double[] votes, double[] weights) {
            double loudest = 0;
            for (int m = 0; m < votes.length; m++) {
                loudest = Math.max(loudest, part(votes[m], weights[m]));
            }
            return loudest;
        }
    },
    /**
     * Weighted mean of levels from 0 to 1, see {@link ScoreCalibration#level}: the ensemble's score is a level too, {@value
     * ScoreCalibration#EDGE_LEVEL} when every member stands at the edge of normal. A member whose score is a level by itself is taken at
     * its word.
     */
    LEVEL_MEAN {
        @Override
        double vote(double c) {
            return ScoreCalibration.level(c);
        }

        @Override
        double vote(EnsembleMember member, double score) {
            return member.detector().scoreIsLevel() ? Math.min(1, score) : super.vote(member, score);
        }
    };

    /** A vote of a calibrated score c ≥ 0. */
    double vote(double c) {
        return Math.log1p(c);
    }

    /** A member's vote. */
    double vote(EnsembleMember member, double score) {
        return vote(member.calibration().apply(score));
    }

    /** What a vote adds to the sum, and its part in an explanation. */
    double part(double vote, double weight) {
        return weight * vote;
    }

    /** The score from the weighted mean of the parts. */
    double whole(double mean) {
        return mean;
    }

    /** Score of votes, [members], with weights, [members]. */
    double combine(double[] votes, double[] weights) {
        double sum = 0;
        double total = 0;
        for (int m = 0; m < votes.length; m++) {
            sum += part(votes[m], weights[m]);
            total += weights[m];
        }
        return whole(sum / total);
    }
}
