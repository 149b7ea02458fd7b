package io.millrace.cli.release;

import io.millrace.cli.BadInputException;
import io.millrace.cli.data.KafkaFields;
import io.millrace.cli.terminal.Terminal;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ReleaseAction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A version of a model that was released before is made to serve: what rollback and promote have in common. */
final class Reinstatement {

    @Parameters(paramLabel = "MODEL", description = "The model's id, as millrace models shows it.")
    private String modelId;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "The version's artefact, if the topic's compaction has not left it.")
    private Path file;

    @Option(names = "--notes", paramLabel = "TEXT", description = "Why, for people.")
    private String notes = "";

    @Mixin
    private KafkaFields kafka = new KafkaFields();

    @Mixin
    private KeyFields key = new KeyFields();

    @Mixin
    private Publication publication = new Publication();

    /** Which version, if none was named. */
    @FunctionalInterface
    interface Choice {

        /**
         * @param last what is the last word now
         * @param catalogue what stands on the topic
         */
        long version(ModelRelease last, Catalogue catalogue);
    }

    /**
     * @param wanted null for the choice
     * @return the command's exit code
     */
    int run(Terminal terminal, ReleaseAction action, Long wanted, Choice choice)
            throws IOException, InterruptedException {
        try (ModelTopics topics = ModelTopics.open(kafka.config())) {
            var catalogue = new Catalogue(topics.releases());
            ModelRelease last = catalogue.known(modelId);
            long highest = catalogue.highest(modelId);
            // a machine's own model names its machine by itself
            List<String> patterns = Catalogue.isOneMachines(last) ? List.of() : last.getMachinePatterns();
            ModelRelease given = file == null ? null : Artefacts.release(file, patterns);
            if (given != null && !given.getModelId().equals(modelId)) {
                throw new BadInputException(file + " is model " + given.getModelId() + ", expected " + modelId);
            }
            long version =
                    wanted != null ? wanted : given != null ? given.getVersion() : choice.version(last, catalogue);
            if (given != null && given.getVersion() != version) {
                throw new BadInputException(
                        file + " is version " + given.getVersion() + " of the model, expected version " + version);
            }
            if (version == last.getVersion() && last.getAction() != ReleaseAction.WITHDRAW) {
                throw new BadInputException("version " + version + " of model " + modelId
                        + " is the last word already: see millrace models");
            }
            if (action == ReleaseAction.ROLL_BACK && version >= highest) {
                throw new BadInputException(
                        "a rollback leads to a version below " + highest + ", the highest released of model " + modelId
                                + ", found " + version + ": see millrace promote");
            }
            ModelRelease source = given != null
                    ? given
                    : catalogue
                            .version(modelId, version)
                            .orElseThrow(() -> new BadInputException("version " + version + " of model " + modelId
                                    + " is not on the topic any more, found versions " + catalogue.versions(modelId)
                                    + ": name its file with --model"));
            ModelRelease release = ModelRelease.newBuilder(source)
                    .setAction(action)
                    .setSupersedes(highest)
                    .setReleasedAtMillis(catalogue.later(modelId))
                    .setNotes(notes)
                    .setSignature(null)
                    .build();
            return publication.run(terminal, topics, List.of(key.sign(release)), catalogue.releases());
        }
    }

    String modelId() {
        return modelId;
    }
}
