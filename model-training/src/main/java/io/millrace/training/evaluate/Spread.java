package io.millrace.training.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How far figures lie apart over seeds. */
public final class Spread {

    private Spread() {}

    /**
     * Lowest and highest value of each figure by group.
     *
     * @param seeds one detector on one suite, at least one seed
     * @return group → figure → [lowest, highest]
     */
    public static Map<String, Map<String, List<Double>>> of(List<SuiteEvaluation> seeds) {
        var spread = new LinkedHashMap<String, Map<String, List<Double>>>();
        seeds.get(0).groups().forEach((group, figures) -> {
            var own = new LinkedHashMap<String, List<Double>>();
            for (String name : figures.figures().keySet()) {
                double[] values = seeds.stream()
                        .map(seed -> seed.groups().get(group).figures().get(name))
                        .filter(value -> value != null)
                        .mapToDouble(Double::doubleValue)
                        .sorted()
                        .toArray();
                own.put(name, List.of(values[0], values[values.length - 1]));
            }
            spread.put(group, own);
        });
        return spread;
    }
}
