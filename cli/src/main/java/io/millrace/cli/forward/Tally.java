package io.millrace.cli.forward;

import io.millrace.cli.terminal.Text;
import java.util.LinkedHashMap;
import java.util.Map;

/** What became of the messages of a run. Written and read by one thread. */
final class Tally {

    long delivered;
    long repeated;
    long undecodable;
    long refused;
    long retries;

    /** For programs. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("delivered", delivered);
        fields.put("repeated", repeated);
        fields.put("undecodable", undecodable);
        fields.put("refused", refused);
        fields.put("retries", retries);
        return fields;
    }

    /** For people. */
    String sentence() {
        return "Delivered " + Text.count(delivered, "message") + "; " + repeated
                + " came again and were not sent again, "
                + undecodable + " could not be read, " + refused + " were refused; " + Text.count(retries)
                + " tries more"
                + ".";
    }
}
