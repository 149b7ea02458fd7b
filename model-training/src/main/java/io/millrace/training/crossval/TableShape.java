package io.millrace.training.crossval;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which columns of a text table are what. Columns that are not named are not looked at: what a table says of an outcome must not stand among what it is
 * learned from.
 *
 * @param sensors measured quantities
 * @param states words or numbers of a state
 * @param machine machine ids; empty where the rows have none
 * @param time timestamps; empty where the rows have no order
 * @param remarks what a reader must know of the data
 */
record TableShape(
        List<String> sensors,
        List<String> states,
        Optional<String> machine,
        Optional<String> time,
        List<String> remarks) {

    /** The same, with a remark before the others. */
    TableShape withRemark(String remark) {
        return new TableShape(
                sensors,
                states,
                machine,
                time,
                Stream.concat(Stream.of(remark), remarks.stream()).toList());
    }
}
