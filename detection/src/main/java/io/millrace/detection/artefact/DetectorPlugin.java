package io.millrace.detection.artefact;

import io.millrace.detection.score.Detector;
import java.util.Map;
import java.util.SortedMap;

/**
 * A kind of detector that lives outside this module, since it rests on a library. Found by {@link java.util.ServiceLoader}; without its module
 * on the class path its artefacts are refused by name.
 */
public interface DetectorPlugin {

    /**
     * The trained part of a detector.
     *
     * @param parameters settings by name
     * @param attachments trained parts by name, in a form that the kind defines
     */
    record Form(SortedMap<String, Double> parameters, Map<String, byte[]> attachments) {}

    /** The kind's symbol in artefacts, such as {@code RANDOM_CUT_FOREST}. */
    String kind();

    /** Whether the detector is of this kind. */
    boolean knows(Detector detector);

    Form toForm(Detector detector);

    /** @throws IllegalArgumentException for a form that contradicts itself or is damaged; says what was expected and found */
    Detector fromForm(Form form);
}
