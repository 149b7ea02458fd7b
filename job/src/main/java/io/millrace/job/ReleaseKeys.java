package io.millrace.job;

import io.millrace.job.config.ConfigException;
import io.millrace.job.config.ModelsConfig;
import io.millrace.schemas.signature.ReleaseKey;
import io.millrace.schemas.signature.TrustedKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;

/** The keys whose releases the job takes, read from files when it is put together; they travel with it to every task. */
final class ReleaseKeys {

    private ReleaseKeys() {}

    /** @throws ConfigException with every file that is no public key */
    static TrustedKeys load(ModelsConfig config) {
        List<ReleaseKey> keys = new ArrayList<>();
        List<String> violations = new ArrayList<>();
        for (String file : config.publicKeys()) {
            var path = new Path(file);
            try (FSDataInputStream in = path.getFileSystem().open(path)) {
                keys.add(ReleaseKey.ofPem(path.getName(), new String(in.readAllBytes(), StandardCharsets.US_ASCII)));
            } catch (IOException | IllegalArgumentException e) {
                violations.add("models.public-keys: " + file + " cannot be used: " + e.getMessage());
            }
        }
        if (!violations.isEmpty()) {
            throw new ConfigException(violations);
        }
        return new TrustedKeys(keys);
    }
}
