/**
 * What a training leaves behind: a folder with the model, how it was learnt, what it rests on, and a card that says in words what it is for.
 * {@link io.millrace.training.run.TrainingRunFolder} writes it. Knows trained models and files, not the command line.
 */
package io.millrace.training.run;
