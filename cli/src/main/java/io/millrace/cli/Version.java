package io.millrace.cli;

import picocli.CommandLine.IVersionProvider;

/** The release that this is, as the build wrote it into the jar. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Millrace.class.getPackage().getImplementationVersion();
        return new String[] {
            "millrace " + (version == null ? "from a source tree" : version),
            "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
