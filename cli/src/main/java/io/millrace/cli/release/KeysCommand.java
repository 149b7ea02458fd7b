package io.millrace.cli.release;

import io.millrace.cli.BadInputException;
import io.millrace.cli.ExitCode;
import io.millrace.cli.Json;
import io.millrace.cli.terminal.Terminal;
import io.millrace.schemas.signature.ReleaseKey;
import io.millrace.schemas.signature.ReleaseSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a pair of keys. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        header = "Makes a pair of keys that sign releases.",
        showDefaultValues = true,
        description = "Writes NAME.key (private, readable by you alone: sign with it) and NAME.pub (public: the job's"
                + " models.public-keys) into a folder. Nothing is overwritten.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:written", "1:a file cannot be written", "2:usage", "3:there is such a key already"})
public final class KeysCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "DIR", description = "Folder for both files; made if it is not there.")
    private Path folder;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the pair.")
    private String name = "release";

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    public KeysCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Path privateFile = folder.resolve(name + ".key");
        Path publicFile = folder.resolve(name + ".pub");
        for (Path file : new Path[] {privateFile, publicFile}) {
            if (Files.exists(file)) {
                throw new BadInputException(file + " is there already: choose another --name");
            }
        }
        ReleaseSigner.Pair pair = ReleaseSigner.newPair();
        Files.createDirectories(folder);
        writePrivate(privateFile, pair.privateKey());
        Files.writeString(publicFile, pair.publicKey(), StandardOpenOption.CREATE_NEW);
        String fingerprint = ReleaseKey.ofPem(name, pair.publicKey()).fingerprint();
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("privateKey", privateFile.toString());
            fields.put("publicKey", publicFile.toString());
            fields.put("fingerprint", fingerprint);
            terminal.line(Json.line(fields));
        } else {
            terminal.line("Wrote " + privateFile + " (private, keep it) and " + publicFile + " (fingerprint "
                    + fingerprint + ").");
            terminal.line("The job takes releases of this key alone with models.public-keys: " + publicFile + ".");
        }
        return ExitCode.OK;
    }

    /** Never readable by others, not even for a moment. */
    private static void writePrivate(Path file, String pem) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
        Files.write(file, pem.getBytes(StandardCharsets.US_ASCII));
    }
}
