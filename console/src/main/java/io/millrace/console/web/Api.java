package io.millrace.console.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.console.explain.DeepExplanation;
import io.millrace.console.explain.ExplanationDesk;
import io.millrace.console.explain.UnexplainableException;
import io.millrace.console.explain.WindowStudy;
import io.millrace.console.feed.FeedbackWriter;
import io.millrace.console.model.ModelCatalogue;
import io.millrace.console.plant.AlertStory;
import io.millrace.console.plant.ErrorBins;
import io.millrace.console.plant.HistoryBucket;
import io.millrace.console.plant.MachineHistory;
import io.millrace.console.plant.Plant;
import io.millrace.console.plant.Rows;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertFeedback;
import io.millrace.schemas.Verdict;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;

/** The questions that the pages ask, and the one thing that they may say. */
final class Api {

    private static final int MOST_ALERTS = 1_000;
    private static final int MOST_COMMENT = 2_000;
    private static final int MOST_NAME = 100;

    /** Rows that are scored again for a machine's page: four windows of 60. */
    private static final int STUDIED_ROWS = 240;

    private static final String NO_MODEL =
            "no model that the console can read serves this machine, so what was expected is not known here: see Models;"
                    + " models that the job has from files are read with --job-config";

    private static final long FLEET_SLOT_MILLIS = 10 * HistoryBucket.WIDTH_MILLIS;

    private final Plant plant;
    private final ModelCatalogue models;
    private final SystemInformation system;
    private final FeedbackWriter feedback;
    private final LiveStream live;
    private final ExplanationDesk explanations;
    private final Clock clock;

    Api(
            Plant plant,
            ModelCatalogue models,
            SystemInformation system,
            FeedbackWriter feedback,
            LiveStream live,
            ExplanationDesk explanations,
            Clock clock) {
        this.plant = plant;
        this.models = models;
        this.system = system;
        this.feedback = feedback;
        this.live = live;
        this.explanations = explanations;
        this.clock = clock;
    }

    /** Whether the path is one of this interface's. */
    boolean answer(Request request) throws IOException {
        switch (request.path()) {
            case "/api/wall" -> request.json(200, wall());
            case "/api/live" -> live.serve(request);
            case "/api/machine" -> machine(request);
            case "/api/alerts" -> request.json(200, alerts(request));
            case "/api/alert" -> alert(request);
            case "/api/explanation" -> explanation(request);
            case "/api/feedback" -> verdict(request);
            case "/api/models" -> request.json(200, models());
            case "/api/system" -> request.json(200, system());
            case "/api/distribution" -> request.json(200, distribution(request));
            default -> {
                return false;
            }
        }
        return true;
    }

    private Map<String, Object> wall() {
        var view = new LinkedHashMap<String, Object>(live.moment());
        view.put("bucketMillis", HistoryBucket.WIDTH_MILLIS);
        view.put("machines", plant.cards().stream().map(Views::card).toList());
        view.put(
                "alerts",
                plant.alerts().stream()
                        .filter(AlertStory::open)
                        .map(Views::alert)
                        .toList());
        return view;
    }

    private void machine(Request request) throws IOException {
        String id = request.parameter("id").orElse("");
        Optional<MachineHistory> known = plant.history(id);
        if (known.isEmpty()) {
            request.problem(404, "no machine " + id + " has sent a reading that this console has seen");
            return;
        }
        MachineHistory history = known.get();
        var view = new LinkedHashMap<String, Object>();
        view.put("card", Views.card(history.card()));
        view.put("intervalMillis", history.intervalMillis());
        view.put("sensors", history.sensors());
        view.put("rows", Map.of("timestamps", history.rows().timestamps(), "values", columns(history.rows())));
        view.put("scores", history.scores());
        view.put("history", history(history));
        view.put("units", units(id));
        view.put(
                "alerts",
                plant.alerts().stream()
                        .filter(alert -> alert.latest().getMachineId().equals(id))
                        .limit(100)
                        .map(Views::alert)
                        .toList());
        addStudy(view, id, history.rows().tail(STUDIED_ROWS), WindowStudy.Window.NEWEST);
        request.json(200, view);
    }

    private void addStudy(Map<String, Object> view, String machineId, Rows rows, WindowStudy.Window which) {
        Optional<ModelArtefact> model = models.servingFor(machineId);
        if (model.isEmpty()) {
            view.put("studyTrouble", NO_MODEL);
            return;
        }
        WindowStudy.Result result = WindowStudy.of(model.get(), machineId, rows, which);
        result.study().ifPresent(study -> view.put("study", Views.study(study)));
        view.put("studyTrouble", result.trouble());
    }

    /** [sensors][rows] */
    private static double[][] columns(Rows rows) {
        var columns = new double[rows.sensors().size()][rows.count()];
        for (int r = 0; r < rows.count(); r++) {
            for (int s = 0; s < columns.length; s++) {
                columns[s][r] = rows.values()[r][s];
            }
        }
        return columns;
    }

    private Map<String, String> units(String machineId) {
        return models.servingFor(machineId)
                .map(model -> model.preprocessing().layout().sensors().stream()
                        .collect(Collectors.toMap(sensor -> sensor.name(), sensor -> sensor.unit())))
                .orElse(Map.of());
    }

    private static Map<String, Object> history(MachineHistory machine) {
        List<HistoryBucket> buckets = machine.history();
        int sensors = machine.sensors().size();
        var lows = new double[sensors][buckets.size()];
        var highs = new double[sensors][buckets.size()];
        for (int b = 0; b < buckets.size(); b++) {
            for (int s = 0; s < sensors; s++) {
                boolean there = s < buckets.get(b).lows().length;
                lows[s][b] = there ? buckets.get(b).lows()[s] : Double.NaN;
                highs[s][b] = there ? buckets.get(b).highs()[s] : Double.NaN;
            }
        }
        var view = new LinkedHashMap<String, Object>();
        view.put("starts", buckets.stream().map(HistoryBucket::startMillis).toList());
        view.put("ratios", buckets.stream().map(HistoryBucket::maxRatio).toList());
        view.put("lows", lows);
        view.put("highs", highs);
        return view;
    }

    private Map<String, Object> alerts(Request request) {
        boolean openOnly = request.parameter("state").filter("open"::equals).isPresent();
        List<AlertStory> all = plant.alerts();
        var view = new LinkedHashMap<String, Object>(live.moment());
        view.put(
                "alerts",
                all.stream()
                        .filter(alert -> !openOnly || alert.open())
                        .limit(MOST_ALERTS)
                        .map(Views::alert)
                        .toList());
        view.put("total", all.size());
        return view;
    }

    private void alert(Request request) throws IOException {
        String id = request.parameter("id").orElse("");
        Optional<AlertStory> known = plant.alert(id);
        if (known.isEmpty()) {
            request.problem(404, "no alert " + id + " is known here");
            return;
        }
        AlertStory story = known.get();
        String machineId = story.latest().getMachineId();
        var view = new LinkedHashMap<String, Object>(live.moment());
        view.put("alert", Views.alertInFull(story));
        view.put("units", units(machineId));
        if (story.evidence().isPresent()) {
            Rows rows = story.evidence().get().rows();
            view.put(
                    "rows",
                    Map.of("sensors", rows.sensors(), "timestamps", rows.timestamps(), "values", columns(rows)));
            addStudy(view, machineId, rows, WindowStudy.Window.STRANGEST);
        } else {
            view.put("studyTrouble", "the readings behind this alert had gone by when the console began to look");
        }
        request.json(200, view);
    }

    /** POST asks for an explanation at length, GET looks how far it is. */
    private void explanation(Request request) throws IOException {
        Optional<String> alertId = request.parameter("alert");
        String machineId = request.parameter("machine").orElse("");
        Optional<AlertStory> story = alertId.flatMap(plant::alert);
        Optional<MachineHistory> history = alertId.isPresent() ? Optional.empty() : plant.history(machineId);
        if (story.isEmpty() && history.isEmpty()) {
            request.problem(
                    404, alertId.map(id -> "no alert " + id).orElse("no machine " + machineId) + " is known here");
            return;
        }
        String question =
                alertId.map(ExplanationDesk::aboutAlert).orElseGet(() -> ExplanationDesk.aboutMachine(machineId));
        if (!request.posts()) {
            request.json(200, Views.answer(explanations.look(question)));
            return;
        }
        try {
            request.json(
                    202,
                    Views.answer(
                            story.isPresent()
                                    ? ask(question, story.get())
                                    : ask(question, machineId, history.orElseThrow())));
        } catch (UnexplainableException e) {
            request.problem(409, e.getMessage());
        }
    }

    private ExplanationDesk.Answer ask(String question, AlertStory story) throws UnexplainableException {
        Alert alert = story.latest();
        String machineId = alert.getMachineId();
        if (story.silence()) {
            throw new UnexplainableException("this alert is about silence: there is no window that could be explained");
        }
        if (story.evidence().isEmpty()) {
            throw new UnexplainableException(
                    "the readings behind this alert had gone by when the console began to look;"
                            + " while the topic still holds them, millrace explain " + alert.getAlertId()
                            + " by command reads them from there");
        }
        ModelArtefact model = models.named(machineId, alert.getModelId(), alert.getModelVersion())
                .orElseThrow(
                        () -> new UnexplainableException(
                                "model " + alert.getModelId() + " version " + alert.getModelVersion()
                                        + ", which raised this alert, is not at hand, neither on the topic of models nor among"
                                        + " the job's files: start the console with the job's --job-config, or release the model again"));
        Rows rows = story.evidence().get().rows();
        Rows later = plant.history(machineId).map(MachineHistory::rows).orElse(rows);
        return explanations.ask(
                question,
                model.modelId() + " " + model.version() + " "
                        + story.evidence().get().atMillis(),
                () -> DeepExplanation.of(
                        model,
                        machineId,
                        rows,
                        WindowStudy.Window.STRANGEST,
                        List.of(rows.before(alert.getStartsAtMillis()), later)));
    }

    private ExplanationDesk.Answer ask(String question, String machineId, MachineHistory history)
            throws UnexplainableException {
        ModelArtefact model = models.servingFor(machineId).orElseThrow(() -> new UnexplainableException(NO_MODEL));
        Rows all = history.rows();
        Rows rows = all.tail(STUDIED_ROWS);
        long[] times = rows.timestamps();
        long windowBegins = times[Math.max(0, times.length - model.ringRows())];
        return explanations.ask(
                question,
                model.modelId() + " " + model.version() + " " + times[times.length - 1],
                () -> DeepExplanation.of(
                        model, machineId, rows, WindowStudy.Window.NEWEST, List.of(all.before(windowBegins))));
    }

    private void verdict(Request request) throws IOException {
        if (!request.posts()) {
            request.problem(405, "a verdict is sent by POST");
            return;
        }
        AlertFeedback verdict;
        try {
            verdict = verdict(Json.read(request.body()));
        } catch (IllegalArgumentException | NoSuchElementException e) {
            request.problem(400, e.getMessage());
            return;
        } catch (IOException e) {
            request.problem(400, "expected a verdict as JSON of at most 16 KB: " + e.getMessage());
            return;
        }
        try {
            feedback.write(verdict);
        } catch (IOException e) {
            request.problem(502, e.getMessage());
            return;
        }
        request.json(200, Map.of("written", true, "at", verdict.getAtMillis()));
    }

    private AlertFeedback verdict(JsonNode body) {
        String id = body.path("alertId").asText();
        AlertStory story =
                plant.alert(id).orElseThrow(() -> new NoSuchElementException("no alert " + id + " is known here"));
        String word = body.path("verdict").asText();
        Verdict verdict = Arrays.stream(Verdict.values())
                .filter(value -> value.name().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected a verdict of " + Arrays.toString(Verdict.values()) + ", found " + word));
        return AlertFeedback.newBuilder()
                .setAlertId(id)
                .setMachineId(story.latest().getMachineId())
                .setVerdict(verdict)
                .setComment(text(body, "comment", MOST_COMMENT))
                .setBy(text(body, "by", MOST_NAME))
                .setAtMillis(clock.millis())
                .build();
    }

    private static String text(JsonNode body, String field, int most) {
        String text = body.path(field).asText("").strip();
        if (text.length() > most) {
            throw new IllegalArgumentException(
                    "field " + field + ": expected at most " + most + " characters, found " + text.length());
        }
        return text;
    }

    private Map<String, Object> models() {
        var view = new LinkedHashMap<String, Object>();
        view.put(
                "models",
                models.releases().stream()
                        .map(model -> Views.model(
                                model,
                                models.servingVersion(model.release().getModelId())
                                        .orElse(null)))
                        .toList());
        view.put("ownModels", models.ownModels());
        view.put("ownFolder", models.ownFolder());
        view.put(
                "statuses",
                models.statuses().stream().limit(200).map(Views::status).toList());
        return view;
    }

    private Map<String, Object> system() {
        var view = new LinkedHashMap<String, Object>(live.moment());
        view.put("brokers", system.brokers());
        view.put("topics", system.topics());
        view.put("machines", plant.machineCount());
        view.put("storeFolder", system.storeFolder());
        view.put("storeBytes", system.storeBytes());
        view.put("storeFailure", system.storeFailure().orElse(""));
        view.put("jobConfiguration", system.jobConfiguration());
        view.put("job", List.of());
        view.put("jobTrouble", "");
        try {
            if (system.job().isPresent()) {
                view.put("job", system.job().get().figures());
            } else {
                view.put(
                        "jobTrouble",
                        "name Flink's REST interface with --flink to see sizes of bundles and times of scoring");
            }
        } catch (IOException e) {
            view.put("jobTrouble", e.getMessage());
        }
        return view;
    }

    private Map<String, Object> distribution(Request request) {
        Map<Long, long[]> slots =
                plant.errorDistribution(request.parameter("machine").orElse(null), FLEET_SLOT_MILLIS);
        var view = new LinkedHashMap<String, Object>();
        view.put("edges", ErrorBins.upperEdges());
        view.put("slotMillis", FLEET_SLOT_MILLIS);
        view.put("starts", new ArrayList<>(slots.keySet()));
        view.put("counts", new ArrayList<>(slots.values()));
        return view;
    }
}
