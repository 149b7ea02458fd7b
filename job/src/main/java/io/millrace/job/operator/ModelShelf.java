package io.millrace.job.operator;

import io.millrace.detection.reading.MachinePattern;
import io.millrace.schemas.ModelRelease;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The models that serve in one task, and which machine each of them serves. Each version is parsed once. One per task, not thread-safe.
 */
final class ModelShelf {

    /** What became of an offered release. */
    enum Verdict {
        /** It serves from the next window on. */
        ACCEPTED,
        /** It serves already: a release that was delivered again. */
        KNOWN,
        /** It must not serve; what served before goes on. */
        REFUSED,
        /** Its artefact cannot be had now; what served before goes on. */
        UNREACHABLE
    }

    /**
     * An answer to an offer.
     *
     * @param reason a sentence for people
     * @param serving the model of that id that serves now, null when none does
     */
    record Answer(Verdict verdict, String reason, ServingModel serving) {}

    private record Rule(MachinePattern pattern, ServingModel model) {}

    /** Machines whose model is remembered at most; more of them are looked up each time anew. */
    private static final int REMEMBERED = 1 << 18;

    private final ModelLoader loader;
    private final Map<String, ServingModel> byId = new TreeMap<>();
    private final Map<String, ServingModel> byMachine = new HashMap<>();
    private List<Rule> rules = List.of(); // most specific first

    ModelShelf(ModelLoader loader) {
        this.loader = loader;
    }

    /** Takes a release in if it is sound and has the last word, see {@link ReleaseOrder}. */
    Answer offer(ModelRelease release) {
        ServingModel serving = byId.get(release.getModelId());
        if (serving != null) {
            if (ReleaseOrder.isKnown(release, serving.release())) {
                // Who alters the bytes on the topic leaves a record that no later start of a job can serve.
                return ModelLoader.alteration(release)
                        .map(altered -> new Answer(Verdict.REFUSED, altered, serving))
                        .orElseGet(() -> new Answer(Verdict.KNOWN, "serves already", serving));
            }
            Optional<String> objection = ReleaseOrder.objection(release, ReleaseOrder.Word.of(serving.release()));
            if (objection.isPresent()) {
                return new Answer(Verdict.REFUSED, objection.get(), serving);
            }
        }
        try {
            ServingModel model = loader.load(release);
            put(model);
            return new Answer(
                    Verdict.ACCEPTED,
                    "serves machines " + String.join(", ", release.getMachinePatterns()) + " from their next window on",
                    model);
        } catch (RefusedModelException e) {
            return new Answer(e.isPassing() ? Verdict.UNREACHABLE : Verdict.REFUSED, e.getMessage(), serving);
        }
    }

    /**
     * Puts back what a checkpoint held.
     *
     * @throws RefusedModelException if this version of the job cannot serve it
     */
    ServingModel restore(ModelRelease release) throws RefusedModelException {
        ServingModel model = loader.load(release);
        put(model);
        return model;
    }

    private void put(ServingModel model) {
        byId.put(model.modelId(), model);
        arrange();
    }

    private void arrange() {
        var all = new ArrayList<Rule>();
        for (ServingModel model : byId.values()) {
            model.patterns().forEach(pattern -> all.add(new Rule(pattern, model)));
        }
        all.sort(Comparator.comparing(Rule::pattern)
                .thenComparing(rule -> rule.model().modelId()));
        rules = all;
        byMachine.clear();
    }

    /** The model that serves a machine, or null when none does. */
    ServingModel servingFor(String machineId) {
        if (rules.isEmpty()) {
            return null;
        }
        if (rules.size() == 1 && rules.get(0).pattern().glob().equals("*")) {
            return rules.get(0).model();
        }
        ServingModel known = byMachine.get(machineId);
        return known != null || byMachine.containsKey(machineId) ? known : lookUp(machineId);
    }

    private ServingModel lookUp(String machineId) {
        ServingModel found = null;
        for (int i = 0; i < rules.size() && found == null; i++) {
            if (rules.get(i).pattern().matches(machineId)) {
                found = rules.get(i).model();
            }
        }
        if (byMachine.size() < REMEMBERED) {
            byMachine.put(machineId, found);
        }
        return found;
    }

    /** The model of that id that serves, or null when none does. */
    ServingModel serving(String modelId) {
        return byId.get(modelId);
    }

    Collection<ServingModel> all() {
        return byId.values();
    }

    /** Version of a model that serves, 0 when none does. */
    long servingVersion(String modelId) {
        ServingModel serving = byId.get(modelId);
        return serving == null ? 0 : serving.version();
    }

    int size() {
        return byId.size();
    }
}
