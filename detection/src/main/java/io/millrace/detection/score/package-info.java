/**
 * From a window and a model to one number: reconstruction error, window score, smoothing along the machine. Higher is stranger.
 * {@link io.millrace.detection.score.Detector} is the interface of every kind of model.
 */
package io.millrace.detection.score;
