package io.millrace.training.trees;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** What the process that trains CatBoost's trees runs: the library's own {@code fit}, on the options given. The reason of a failure goes to standard error. */
final class CatboostMain {

    private static final String PACKAGE = "ru.yandex.catboost.spark.catboost4j_spark.core.src.native_impl.";

    private CatboostMain() {}

    public static void main(String[] options) throws ReflectiveOperationException {
        Class<?> strings = Class.forName(PACKAGE + "TVector_TString");
        Object vector = strings.getConstructor().newInstance();
        Method add = strings.getMethod("add", String.class);
        for (String option : options) {
            add.invoke(vector, option);
        }
        try {
            Object status = Class.forName(PACKAGE + "native_impl")
                    .getMethod("ModeFitImpl", strings)
                    .invoke(null, vector);
            System.exit((int) status);
        } catch (InvocationTargetException e) {
            System.err.println(e.getCause().getMessage());
            System.exit(1);
        }
    }
}
