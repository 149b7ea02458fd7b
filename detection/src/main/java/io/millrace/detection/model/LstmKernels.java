package io.millrace.detection.model;

import java.util.Comparator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Chooses the fastest kernel that can run in this JVM, and says which one it took and why. */
public final class LstmKernels {

    private LstmKernels() {}

    /**
     * A choice of kernel.
     *
     * @param reason one line for the log
     */
    public record Choice(LstmKernel kernel, String reason) {}

    /** The preferred kernel; the plain Java form when no faster one can run. */
    public static Choice choose() {
        var reasons = new StringBuilder();
        LstmKernel best = candidates()
                .sorted(Comparator.comparingInt(LstmKernel::preference).reversed())
                .filter(kernel -> {
                    String unavailable = kernel.unavailable();
                    if (!unavailable.isEmpty()) {
                        reasons.append("; ")
                                .append(kernel.name())
                                .append(" not taken: ")
                                .append(unavailable);
                    }
                    return unavailable.isEmpty();
                })
                .findFirst()
                .orElseGet(ReferenceLstmKernel::new);
        return new Choice(best, "kernel " + best.name() + reasons);
    }

    private static Stream<LstmKernel> candidates() {
        // the loader of this class, not the thread's: inside a Flink job they differ
        var loaded = ServiceLoader.load(LstmKernel.class, LstmKernels.class.getClassLoader()).stream()
                .flatMap(LstmKernels::instantiate);
        return Stream.concat(loaded, Stream.of(new ScalarLstmKernel(), new ReferenceLstmKernel()));
    }

    private static Stream<LstmKernel> instantiate(ServiceLoader.Provider<LstmKernel> provider) {
        try {
            return Stream.of(provider.get());
        } catch (ServiceConfigurationError | LinkageError missingModule) {
            return Stream.empty();
        }
    }
}
