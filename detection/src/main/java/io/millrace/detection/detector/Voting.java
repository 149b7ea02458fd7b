package io.millrace.detection.detector;

/** How an ensemble puts its members' votes together. */
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
    };

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
