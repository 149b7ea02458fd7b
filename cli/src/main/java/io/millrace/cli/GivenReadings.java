package io.millrace.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Readings of one machine that were given as JSON: an object with {@code machineId} and {@code values}, as on the readings topic, or with the sensors
 * themselves as fields; or an array of them.
 *
 * @param machineId of the last reading, empty where it has none
 * @param values by sensor, oldest first
 */
record GivenReadings(String machineId, List<Map<String, Double>> values) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param text JSON, or the name of a file that holds it
     * @throws BadInputException if it is none
     */
    static GivenReadings of(String text) throws IOException {
        String start = text.strip();
        boolean isJson = start.startsWith("{") || start.startsWith("[");
        String json = isJson ? text : Files.readString(InputFiles.readable(Path.of(text)));
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new BadInputException("--reading expects JSON: " + e.getOriginalMessage(), e);
        }
        List<JsonNode> readings = new ArrayList<>();
        if (root.isArray()) {
            root.forEach(readings::add);
        } else {
            readings.add(root);
        }
        String machineId = "";
        List<Map<String, Double>> values = new ArrayList<>();
        for (JsonNode reading : readings) {
            if (!reading.isObject()) {
                throw new BadInputException(
                        "--reading expects objects such as {\"machineId\":\"pump-07\",\"values\":{\"flow\":3.1}},"
                                + " found " + reading.getNodeType());
            }
            String machine = reading.path("machineId").asText("");
            if (!values.isEmpty() && !machine.equals(machineId)) {
                throw new BadInputException(
                        "--reading expects readings of one machine, found '" + machineId + "' and '" + machine + "'");
            }
            machineId = machine;
            values.add(numbers(reading.has("values") ? reading.get("values") : reading));
        }
        if (values.isEmpty()) {
            throw new BadInputException("--reading expects at least one reading, found an empty array");
        }
        return new GivenReadings(machineId, values);
    }

    private static Map<String, Double> numbers(JsonNode fields) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        fields.fields().forEachRemaining(field -> {
            if (field.getValue().isNumber()) {
                numbers.put(field.getKey(), field.getValue().asDouble());
            }
        });
        return numbers;
    }
}
