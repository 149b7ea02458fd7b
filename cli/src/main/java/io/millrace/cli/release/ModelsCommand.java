package io.millrace.cli.release;

import io.millrace.cli.ExitCode;
import io.millrace.cli.Json;
import io.millrace.cli.data.KafkaFields;
import io.millrace.cli.terminal.Terminal;
import io.millrace.job.config.JobConfig;
import io.millrace.schemas.signature.TrustedKeys;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what is on the topic of models, and what jobs said of it last. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        header = "Lists released models, who signed them, and which job serves which version.",
        sortOptions = false,
        description =
                "The topic of models holds what was released, as far as compaction has left it; the topic of their status,"
                        + " what each job said of it last. A job that was given a model as a file does not speak of it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:listed", "2:usage", "3:a topic or file cannot be used"})
public final class ModelsCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private KafkaFields kafka = new KafkaFields();

    @Mixin
    private PublicKeyFields publicKeys = new PublicKeyFields();

    @Option(names = "--json", description = "Print it as one JSON object.")
    private boolean json;

    public ModelsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        JobConfig config = kafka.config();
        TrustedKeys keys = publicKeys.trusted(config);
        try (ModelTopics topics = ModelTopics.open(config)) {
            ReleaseListing listing = ReleaseListing.of(topics, keys);
            if (json) {
                terminal.line(Json.line(listing.fields()));
            } else {
                listing.print(terminal);
            }
        }
        return ExitCode.OK;
    }
}
