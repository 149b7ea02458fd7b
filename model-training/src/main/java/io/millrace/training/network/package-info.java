/**
 * Networks and their trainers. Deeplearning4j defines the network and is the reference of its mathematics; what leaves this package is
 * the plain {@link io.millrace.detection.model.LstmAutoencoder}, which the job scores with. Windows come in as a {@link
 * io.millrace.training.network.WindowSet}, so that every trainer sees the same ones in the same order.
 */
package io.millrace.training.network;
