/** Files that are there whole or not at all. Knows bytes and folders, nothing of what they hold. */
package io.millrace.detection.file;
