package io.millrace.detection.simd;

import io.millrace.detection.model.AttentionLstm;
import io.millrace.detection.model.AttentionPooling;
import io.millrace.detection.model.BidirectionalLstm;
import io.millrace.detection.model.DenseAutoencoder;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.EstimateKind;
import io.millrace.detection.model.LstmClassifier;
import io.millrace.detection.model.LstmLayer;
import io.millrace.detection.window.WindowBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Untrained networks and windows for tests: weights as large as training leaves them, so that differences show. */
final class RandomNetworks {

    private RandomNetworks() {}

    static LstmClassifier classifier(int steps, int features, int hidden, Random random) {
        return new LstmClassifier(
                steps,
                lstm(features, hidden, random),
                lstm(hidden, hidden + 1, random),
                dense(hidden + 1, 5, random),
                dense(5, 1, random));
    }

    /** Two heads; attention that picks out steps, not an even mean. */
    static AttentionLstm attention(int steps, int features, int hidden, int layers, Random random) {
        int width = 2 * hidden;
        int size = hidden / 2 + 1;
        var recurrent = new ArrayList<BidirectionalLstm>();
        for (int l = 0; l < layers; l++) {
            int inputs = l == 0 ? features : width;
            recurrent.add(new BidirectionalLstm(lstm(inputs, hidden, random), lstm(inputs, hidden, random)));
        }
        var pooling = new AttentionPooling(
                width,
                2,
                size,
                9,
                uniform(2 * width * size, 1, random),
                uniform(2 * width * size, 1, random),
                uniform(2 * width * size, bound(width, size), random),
                uniform(2 * size * 9, bound(2 * size, 9), random));
        return new AttentionLstm(
                steps,
                List.copyOf(recurrent),
                pooling,
                dense(9, 6, random),
                dense(6, 1, random),
                EstimateKind.LOG_ODDS);
    }

    /** A wide layer, a narrow one, a wide one. */
    static DenseAutoencoder denseAutoencoder(int steps, int features, int hidden, Random random) {
        int size = steps * features;
        return new DenseAutoencoder(
                steps,
                features,
                List.of(
                        dense(size, 2 * hidden, random),
                        dense(2 * hidden, hidden, random),
                        dense(hidden, 2 * hidden, random),
                        dense(2 * hidden, size, random)));
    }

    static LstmLayer lstm(int inputs, int hidden, Random random) {
        float bound = bound(inputs, hidden);
        return new LstmLayer(
                inputs,
                hidden,
                uniform(inputs * 4 * hidden, bound, random),
                uniform(hidden * 4 * hidden, bound, random),
                uniform(4 * hidden, 0.5f, random));
    }

    private static DenseLayer dense(int inputs, int outputs, Random random) {
        return new DenseLayer(
                inputs,
                outputs,
                uniform(inputs * outputs, bound(inputs, outputs), random),
                uniform(outputs, 0.3f, random));
    }

    private static float bound(int inputs, int outputs) {
        return (float) Math.sqrt(6.0 / (inputs + outputs));
    }

    /** Windows by segments: a count of 17 is 17 windows that share their rows. */
    static WindowBatch batch(int steps, int features, int[] segments, long seed) {
        var random = new Random(seed);
        var batch = new WindowBatch(steps, features);
        for (int windows : segments) {
            int rows = windows + steps - 1;
            batch.addSegment(uniform(rows * features, 1.5f, random), rows);
        }
        return batch;
    }

    static float[] uniform(int count, float bound, Random random) {
        var values = new float[count];
        for (int n = 0; n < count; n++) {
            values[n] = (2 * random.nextFloat() - 1) * bound;
        }
        return values;
    }
}
