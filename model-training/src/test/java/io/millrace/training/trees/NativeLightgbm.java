package io.millrace.training.trees;

import com.microsoft.ml.lightgbm.SWIGTYPE_p_double;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_int;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_long_long;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_p_void;
import com.microsoft.ml.lightgbm.lightgbmlib;
import com.microsoft.ml.lightgbm.lightgbmlibConstants;

/** LightGBM's own predictions through its C interface: what the Java binding offers writes beyond its memory with several classes. */
final class NativeLightgbm implements AutoCloseable {

    private final SWIGTYPE_p_p_void handle = lightgbmlib.voidpp_handle();
    private final int features;
    private final int classes;

    NativeLightgbm(String model, int features, int classes) throws Exception {
        LightgbmLibrary.load();
        SWIGTYPE_p_int iterations = lightgbmlib.new_intp();
        check(lightgbmlib.LGBM_BoosterLoadModelFromString(model, iterations, handle));
        lightgbmlib.delete_intp(iterations);
        this.features = features;
        this.classes = classes;
    }

    /** [classes] */
    double[] predict(double[] row) {
        return call(row, lightgbmlibConstants.C_API_PREDICT_NORMAL, classes);
    }

    /** [classes × (features + 1)], the mean last. */
    double[] contributions(double[] row) {
        return call(row, lightgbmlibConstants.C_API_PREDICT_CONTRIB, classes * (features + 1));
    }

    private double[] call(double[] row, int type, int length) {
        SWIGTYPE_p_double out = lightgbmlib.new_doubleArray(length);
        SWIGTYPE_p_long_long written = lightgbmlib.new_int64_tp();
        try {
            check(lightgbmlib.LGBM_BoosterPredictForMatSingle(
                    row,
                    lightgbmlib.voidpp_value(handle),
                    lightgbmlibConstants.C_API_DTYPE_FLOAT64,
                    features,
                    1,
                    type,
                    0,
                    -1,
                    "",
                    written,
                    out));
            var values = new double[length];
            for (int i = 0; i < length; i++) {
                values[i] = lightgbmlib.doubleArray_getitem(out, i);
            }
            return values;
        } finally {
            lightgbmlib.delete_doubleArray(out);
            lightgbmlib.delete_int64_tp(written);
        }
    }

    private static void check(int code) {
        if (code != 0) {
            throw new IllegalStateException("LightGBM answered " + code);
        }
    }

    @Override
    public void close() {
        lightgbmlib.LGBM_BoosterFree(lightgbmlib.voidpp_value(handle));
    }
}
