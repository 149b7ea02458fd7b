package io.millrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/**
 * A JobManager loads the job's classes anew for each start, in threads that go on to live: what a thread keeps of them fills its metaspace,
 * start by start.
 */
class ClassLoaderReleaseTest {

    @Test
    void aThreadThatReadASchemaKeepsNothingOfItsLoader() throws Exception {
        ExecutorService lasting = Executors.newSingleThreadExecutor();
        try {
            WeakReference<ClassLoader> loader =
                    lasting.submit(ClassLoaderReleaseTest::loadAndForget).get();
            for (int attempt = 0; attempt < 20 && loader.get() != null; attempt++) {
                System.gc();
            }
            assertThat(loader.get())
                    .as("the loader, once nothing but the thread is left")
                    .isNull();
        } finally {
            lasting.shutdown();
        }
    }

    private static WeakReference<ClassLoader> loadAndForget() throws Exception {
        String[] path = System.getProperty("java.class.path").split(File.pathSeparator);
        var urls = new URL[path.length];
        for (int n = 0; n < path.length; n++) {
            urls[n] = Path.of(path[n]).toUri().toURL();
        }
        try (var loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            Class<?> alert = Class.forName(Alert.class.getName(), true, loader);
            assertThat(alert).isNotEqualTo(Alert.class);
            Object schema = alert.getMethod("getClassSchema").invoke(null);
            assertThat(schema.toString()).contains("\"Alert\"");
            return new WeakReference<>(loader);
        }
    }
}
