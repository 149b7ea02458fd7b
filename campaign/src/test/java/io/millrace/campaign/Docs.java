package io.millrace.campaign;

import io.millrace.campaign.report.Campaign;
import java.io.IOException;
import java.nio.file.Path;

/** Where campaigns leave what they saw. */
final class Docs {

    private Docs() {}

    static void finish(Campaign campaign) throws IOException {
        Path docs = Path.of(System.getProperty(
                "millrace.campaign.docs", Rig.home().resolve("docs").toString()));
        campaign.finish(Rig.home(), docs);
    }
}
