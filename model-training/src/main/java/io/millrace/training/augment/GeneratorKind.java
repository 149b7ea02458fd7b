package io.millrace.training.augment;

import io.millrace.training.series.Series;
import java.util.List;
import java.util.Locale;

/** Who makes windows of normal operation. */
public enum GeneratorKind {
    /** Random walks with the level, drift and spread of recorded windows, smoothed and clipped; takes no time. */
    LIGHT {
        @Override
        public WindowGenerator fit(List<Series> recorded, int rows, long seed) {
            return new RandomWalkGenerator(recorded, rows);
        }
    },
    /** A variational autoencoder on windows; learns for seconds. */
    VAE {
        @Override
        public WindowGenerator fit(List<Series> recorded, int rows, long seed) {
            return new AutoencoderGenerator(recorded, rows, seed);
        }
    };

    /** As commands and reports call it. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param recorded normal operation of one layout; nothing else is looked at
     * @param rows of a window, ≥ 1
     * @param seed of everything random in learning
     * @throws IllegalArgumentException if no series has as many rows, or there is nothing to learn
     */
    public abstract WindowGenerator fit(List<Series> recorded, int rows, long seed);
}
