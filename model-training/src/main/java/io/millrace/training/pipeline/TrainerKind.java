package io.millrace.training.pipeline;

import io.millrace.training.network.Dl4jTrainer;
import io.millrace.training.network.FastTrainer;
import io.millrace.training.network.Trainer;
import java.util.Locale;

/** The trainers to choose from; both fit the same network from the same first weights. */
public enum TrainerKind {
    /** Our own back-propagation on vector instructions; needs the JVM's incubator module. */
    FAST {
        @Override
        public Trainer newTrainer() {
            return new FastTrainer();
        }
    },

    /** Deeplearning4j, the reference. */
    DL4J {
        @Override
        public Trainer newTrainer() {
            return new Dl4jTrainer();
        }
    };

    public static final TrainerKind DEFAULT = FAST;

    public abstract Trainer newTrainer();

    /** As it stands on the command line. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
