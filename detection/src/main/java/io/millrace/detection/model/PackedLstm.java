package io.millrace.detection.model;

/** Weights of an LSTM layer as the plain Java form wants them. Immutable, shared. */
record PackedLstm(LstmLayer layer, WeightRows input, WeightRows recurrent) {

    PackedLstm(LstmLayer layer) {
        this(
                layer,
                WeightRows.of(layer.input(), layer.inputs(), 4 * layer.hidden()),
                WeightRows.of(layer.recurrent(), layer.hidden(), 4 * layer.hidden()));
    }
}
