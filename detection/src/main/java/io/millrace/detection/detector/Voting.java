package io.millrace.detection.detector;

/** How an ensemble puts its members' votes together. */
public enum Voting {
    /** Weighted mean: all members have their say. */
    MEAN {
        @Override
        double part(double vote, double weight) {
            return weight * vote;
        }

        @Override
        double whole(double mean) {
            return mean;
        }
    },
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
    };

    /** What a vote adds to the sum. */
    abstract double part(double vote, double weight);

    abstract double whole(double mean);

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
