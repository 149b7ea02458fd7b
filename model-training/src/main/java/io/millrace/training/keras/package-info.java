/**
 * Models that were trained elsewhere: a sequential LSTM autoencoder as Keras saves it (HDF5), and a scaler of scikit-learn's as JSON. Reads
 * the weights themselves; Keras and Python take no part.
 */
package io.millrace.training.keras;
