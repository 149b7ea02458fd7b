package io.millrace.console.web;

import io.millrace.console.feed.TopicFigures;
import io.millrace.console.job.JobFigures;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the page about the system shows; asked when somebody looks. */
public interface SystemInformation {

    List<TopicFigures.Snapshot> topics();

    /** The job's effective configuration without secrets; empty when the console was not told. */
    Map<String, String> jobConfiguration();

    /** The job's own figures, if there is a way to ask for them. */
    Optional<JobFigures> job();

    String storeFolder();

    long storeBytes();

    /** Why nothing is being saved, if that is so. */
    Optional<String> storeFailure();

    String brokers();
}
