/** The random cut forest: a library's forest as a detector, its memory of each machine, and its form in artefacts. */
package io.millrace.detection.forest;
