package io.millrace.cli.release;

import io.millrace.cli.BadInputException;
import io.millrace.cli.ExitCode;
import io.millrace.cli.data.KafkaFields;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.Text;
import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.job.config.JobConfig;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ReleaseAction;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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

/** Publishes models to running jobs. */
@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        header = "Publishes models to running jobs and waits for their answer.",
        sortOptions = false,
        description =
                "Signs a model artefact, or all of a run folder (its general model and the machines' own), publishes it on the"
                        + " topic of models, and says which job accepted or refused it. What is there already is not sent again.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:accepted",
            "1:something failed on the way",
            "2:usage",
            "3:a file, topic or value cannot be used",
            "4:a job refused a release; what served before serves on",
            "5:no job answered in time"
        })
public final class ReleaseCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "PATH",
            description = "A model artefact, a run folder of train --run, or a folder of machines' own models.")
    private List<Path> paths = List.of();

    @Option(
            names = "--pattern",
            paramLabel = "GLOB",
            description =
                    "Machines that a general model serves, such as 'pump-*'; may be repeated. Default: every machine.")
    private List<String> patterns = List.of();

    @Option(
            names = "--uri",
            paramLabel = "URI",
            description =
                    "Where every TaskManager finds the artefact (file://, s3://, …), instead of sending its bytes: for"
                            + " one that is larger than the topic's max.message.bytes.")
    private URI uri;

    @Option(
            names = "--withdraw",
            paramLabel = "MODEL",
            description =
                    "End a machine's own model, and the general one serves the machine; or end a model's shadow. May be"
                            + " repeated.")
    private List<String> withdrawn = List.of();

    @Option(
            names = "--shadow",
            description =
                    "Let the model score beside the version that serves and alert nobody: jobs report how the two compare,"
                            + " and millrace promote makes it serve.")
    private boolean shadow;

    @Option(names = "--notes", paramLabel = "TEXT", description = "What changed, for people.")
    private String notes = "";

    @Mixin
    private KafkaFields kafka = new KafkaFields();

    @Mixin
    private KeyFields key = new KeyFields();

    @Mixin
    private Publication publication = new Publication();

    public ReleaseCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        check(!paths.isEmpty() || !withdrawn.isEmpty(), "release expects a PATH or --withdraw MODEL, found neither");
        check(uri == null || paths.size() == 1, "--uri says where one artefact is, found " + paths.size() + " paths");
        check(uri == null || uri.isAbsolute(), "--uri expects a scheme, such as file:///models/a.model, found " + uri);
        List<ModelRelease> unsigned = new ArrayList<>();
        for (Path path : paths) {
            List<Path> files = Artefacts.files(path);
            boolean folder = files.size() > 1;
            for (Path file : files) {
                // the patterns are the general model's; its machines' own models are for their machines
                boolean own = folder && file != files.get(0);
                unsigned.add(Artefacts.release(file, own ? List.of() : patterns));
            }
        }
        check(uri == null || unsigned.size() == 1, "--uri says where one artefact is, found " + unsigned.size());
        JobConfig config = kafka.config();
        try (ModelTopics topics = ModelTopics.open(config)) {
            var catalogue = new Catalogue(topics.releases());
            List<ModelStatus> said = topics.statuses();
            List<ModelRelease> releases = new ArrayList<>();
            int limit = topics.largestArtefact();
            for (ModelRelease release : shadow ? shadows(unsigned, catalogue) : unsigned) {
                if (isNew(release, catalogue, said)) {
                    releases.add(finished(sized(release, limit), catalogue));
                } else {
                    terminal.note("millrace release: " + release.getModelId() + " version " + release.getVersion()
                            + " is on the topic and accepted already: not sent again");
                }
            }
            for (String modelId : withdrawn) {
                releases.add(withdrawal(modelId, catalogue));
            }
            return releases.isEmpty() ? ExitCode.OK : publication.run(terminal, topics, releases, catalogue.releases());
        }
    }

    /** Whether there is anything to send; a version that is there with other contents is the user's to know at once. */
    private boolean isNew(ModelRelease release, Catalogue catalogue, List<ModelStatus> said) {
        String modelId = release.getModelId();
        if (release.getAction() == ReleaseAction.SHADOW) {
            return catalogue
                    .shadow(modelId)
                    .filter(stands -> stands.getVersion() == release.getVersion()
                            && stands.getSha256().equals(release.getSha256())
                            && (stands.getSignature() != null || !key.isGiven()))
                    .isEmpty();
        }
        Optional<ModelRelease> last = catalogue.last(modelId);
        // not the highest on the topic: one that was refused, and taken back, may be sent again
        long highest = last.map(each -> Math.max(each.getVersion(), each.getSupersedes()))
                .orElse(0L);
        boolean same = last.isPresent()
                && last.get().getVersion() == release.getVersion()
                && last.get().getSha256().equals(release.getSha256());
        if (!same && release.getVersion() <= highest && last.get().getAction() != ReleaseAction.WITHDRAW) {
            boolean rolledBack = last.get().getVersion() < highest;
            throw new BadInputException("version " + highest + " of model " + modelId + " has been released"
                    + (rolledBack ? " and rolled back" : "") + ", found version " + release.getVersion()
                    + (release.getVersion() == last.get().getVersion() ? " with other contents" : "")
                    + ": train with --model-version " + (highest + 1)
                    + (rolledBack ? ", or see millrace promote" : ", or see millrace rollback"));
        }
        boolean signed = key.isGiven() && (last.isEmpty() || last.get().getSignature() == null);
        return !same
                || signed
                || !last.get().getMachinePatterns().equals(release.getMachinePatterns())
                || !everyJobServes(release, said);
    }

    /** As shadows, for the machines that the model serves unless others were named. */
    private List<ModelRelease> shadows(List<ModelRelease> releases, Catalogue catalogue) {
        for (ModelRelease release : releases) {
            String modelId = release.getModelId();
            if (ArtefactCodec.isDelta(release.getArtefact())) {
                throw new BadInputException(
                        "model " + modelId
                                + " is one machine's own, and those are no shadows: leave out --shadow, or give a general model");
            }
            long highest = catalogue.highest(modelId);
            if (release.getVersion() <= highest) {
                throw new BadInputException("version " + highest + " of model " + modelId
                        + " has been released, found version " + release.getVersion()
                        + ": train a shadow with --model-version " + (highest + 1));
            }
            release.setAction(ReleaseAction.SHADOW);
            if (patterns.isEmpty()) {
                catalogue.last(modelId).ifPresent(last -> release.setMachinePatterns(last.getMachinePatterns()));
            }
        }
        return releases;
    }

    /** Whether all that have spoken of the model, and those whose answer is wanted, serve this version of it. */
    private boolean everyJobServes(ModelRelease release, List<ModelStatus> said) {
        Map<String, Boolean> serves = new HashMap<>();
        publication.jobs().forEach(job -> serves.put(job, false));
        said.stream()
                .filter(status -> status.getModelId().equals(release.getModelId()))
                .forEach(status -> serves.put(
                        status.getJob(), Long.valueOf(release.getVersion()).equals(status.getServingVersion())));
        return !serves.isEmpty() && !serves.containsValue(false);
    }

    private ModelRelease sized(ModelRelease release, int limit) {
        int bytes = release.getArtefact().remaining();
        if (uri != null) {
            release.setArtefactUri(uri.toString());
            release.setArtefact(null);
        } else if (bytes > limit) {
            throw new BadInputException("the artefact of " + release.getModelId() + " has " + Text.count(bytes)
                    + " bytes, the topic takes " + Text.count(Math.max(0, limit))
                    + " (its max.message.bytes): put the file where every TaskManager reads it and give --uri");
        }
        return release;
    }

    private ModelRelease finished(ModelRelease release, Catalogue catalogue) throws IOException {
        release.setReleasedAtMillis(catalogue.later(release.getModelId()));
        release.setNotes(notes);
        return key.sign(release);
    }

    private ModelRelease withdrawal(String modelId, Catalogue catalogue) throws IOException {
        ModelRelease last = catalogue
                .last(modelId)
                .orElseThrow(
                        () -> new BadInputException("model " + modelId + " is not on the topic: see millrace models"));
        Optional<ModelRelease> itsShadow = catalogue.shadow(modelId);
        if (itsShadow.isPresent()) {
            return finished(withdrawal(itsShadow.get(), List.of()), catalogue); // without machines: of the shadow
        }
        if (last.getArtefact() != null && !ArtefactCodec.isDelta(last.getArtefact())) {
            throw new BadInputException(
                    "model " + modelId + " is a general model without a shadow, which is not withdrawn but replaced:"
                            + " release a newer one, or see millrace rollback");
        }
        return finished(withdrawal(last, last.getMachinePatterns()), catalogue);
    }

    private static ModelRelease withdrawal(ModelRelease release, List<String> patterns) {
        return ModelRelease.newBuilder(release)
                .setAction(ReleaseAction.WITHDRAW)
                .setMachinePatterns(patterns)
                .setArtefact(null)
                .setArtefactUri(null)
                .setSha256("")
                .setSignature(null)
                .build();
    }

    private void check(boolean holds, String rule) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), rule);
        }
    }
}
