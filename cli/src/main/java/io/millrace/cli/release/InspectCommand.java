package io.millrace.cli.release;

import io.millrace.cli.BadInputException;
import io.millrace.cli.ExitCode;
import io.millrace.cli.InputFiles;
import io.millrace.cli.Json;
import io.millrace.cli.data.KafkaFields;
import io.millrace.cli.terminal.Terminal;
import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.BadArtefactException;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.job.config.JobConfig;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.signature.TrustedKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a model holds, as a file or as it was released. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        header = "Prints what a model holds, as a file or as it was released, and who signed it.",
        sortOptions = false,
        description = {
            "Sensors, scaler, detector, thresholds, morphology and provenance of a model artefact; base, layers, threshold"
                    + " and provenance of a machine's own model.",
            "",
            "With --brokers or --job-config also its releases that stand on the topic of models, who signed each, and what"
                    + " jobs said of it last; then MODEL may be the id of a released model instead of a file. An artefact"
                    + " bears no signature, its release does."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:printed",
            "1:a job with these keys would not take the release: its signature or its SHA-256 does not hold",
            "2:usage",
            "3:the file is no usable artefact, or a model, key or topic cannot be used"
        })
public final class InspectCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "MODEL",
            description = "A model artefact, such as src-test-data/models/pump.model; or the id of a released model.")
    private String model;

    @Option(
            names = "--model-version",
            paramLabel = "VERSION",
            description = "Of a released model, the version to look into. Default: the last word on it.")
    private Long version;

    @Mixin
    private KafkaFields kafka = new KafkaFields();

    @Mixin
    private PublicKeyFields publicKeys = new PublicKeyFields();

    @Option(names = "--json", description = "Print it as one JSON object.")
    private boolean json;

    public InspectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Path file = Path.of(model);
        boolean isFile = Files.exists(file);
        if (!kafka.any()) {
            check(version == null, "--model-version is of a model on the topic: give --brokers or --job-config, too");
            check(!publicKeys.areGiven(), "--public-key checks releases: give --brokers or --job-config, too");
            if (!isFile) {
                throw new BadInputException("there is no file " + file + ": check the path (the working directory is "
                        + Path.of("").toAbsolutePath() + "), or give --brokers to look for a released model");
            }
            file(file, Optional.empty());
            return ExitCode.OK;
        }
        check(!isFile || version == null, "--model-version is of a model on the topic, found the file " + file);
        JobConfig config = kafka.config();
        TrustedKeys keys = publicKeys.trusted(config);
        ReleaseListing all;
        try (ModelTopics topics = ModelTopics.open(config)) {
            all = ReleaseListing.of(topics, keys);
        }
        return (isFile ? file(file, Optional.of(all)) : release(config.topics().models(), all))
                ? ExitCode.OK
                : ExitCode.FAILURE;
    }

    /**
     * A file, beside the releases of the model that it holds.
     *
     * @return whether the last release of these very bytes would be taken, if there is any
     */
    private boolean file(Path file, Optional<ReleaseListing> all) throws IOException {
        byte[] bytes = Files.readAllBytes(InputFiles.readable(file));
        Shown shown;
        try {
            shown = decoded(bytes, file.toString());
        } catch (BadArtefactException e) {
            throw new BadInputException(file + ": " + e.getMessage(), e);
        }
        Optional<ReleaseListing> listing = all.map(found -> found.only(shown.modelId()));
        show(shown, Optional.empty(), listing);
        String sha256 = ArtefactCodec.sha256Hex(bytes);
        return listing.flatMap(found -> found.releases().stream()
                        .filter(release -> release.getSha256().equals(sha256))
                        .reduce((earlier, later) -> later)
                        .flatMap(release -> Seal.objection(release, found.keys())))
                .isEmpty();
    }

    /**
     * A release as it stands on the topic.
     *
     * @return whether it would be taken
     */
    private boolean release(String topic, ReleaseListing all) {
        var catalogue = new Catalogue(all.releases());
        ModelRelease last = catalogue
                .last(model)
                .orElseThrow(() -> new BadInputException("there is neither a file " + model
                        + " nor a model of that id on topic " + topic + ", found " + catalogue.ids()
                        + ": see millrace models"));
        ModelRelease release = version == null
                ? last
                : catalogue
                        .version(model, version)
                        .orElseThrow(() -> new BadInputException("version " + version + " of model " + model
                                + " is not on topic " + topic + " any more, found versions "
                                + catalogue.versions(model)));
        boolean sound = Seal.objection(release, all.keys()).isEmpty();
        var shown = new Shown(model, () -> {}, Map.of());
        if (release.getArtefact() != null) {
            try {
                shown = decoded(Seal.bytes(release), "topic " + topic);
            } catch (BadArtefactException e) {
                terminal.note("millrace inspect: version " + release.getVersion() + " of model " + model + ": "
                        + e.getMessage());
                sound = false;
            }
        }
        show(shown, Optional.of(release), Optional.of(all.only(model)));
        return sound;
    }

    /**
     * An artefact.
     *
     * @param text prints it
     * @param fields the same for programs
     */
    private record Shown(String modelId, Runnable text, Map<String, Object> fields) {}

    private Shown decoded(byte[] bytes, String place) throws BadArtefactException {
        var text = new ArtefactText(terminal);
        if (ArtefactCodec.isDelta(ByteBuffer.wrap(bytes))) {
            ModelDelta delta = ArtefactCodec.decodeDelta(bytes);
            return new Shown(delta.modelId(), () -> text.print(delta, place, bytes), ArtefactFields.of(delta, bytes));
        }
        ModelArtefact artefact = ArtefactCodec.decode(bytes);
        return new Shown(
                artefact.modelId(), () -> text.print(artefact, place, bytes), ArtefactFields.of(artefact, bytes));
    }

    private void show(Shown artefact, Optional<ModelRelease> release, Optional<ReleaseListing> listing) {
        if (json) {
            var fields = new LinkedHashMap<>(artefact.fields());
            listing.ifPresent(found -> {
                release.ifPresent(one -> fields.put("release", found.fields(one)));
                fields.putAll(found.fields());
            });
            terminal.line(Json.line(fields));
            return;
        }
        artefact.text().run();
        if (listing.isEmpty()) {
            terminal.line();
            terminal.line("A file bears no signature, its release does: --brokers HOST:PORT shows who signed it.");
        }
        listing.ifPresent(found -> {
            terminal.line();
            release.ifPresent(one -> new ArtefactText(terminal).print(one, found.keys()));
            found.print(terminal);
        });
    }

    private void check(boolean holds, String rule) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), rule);
        }
    }
}
