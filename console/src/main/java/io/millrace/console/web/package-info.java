/**
 * The pages, what they ask for, and what they are told as it happens, by the JDK's own HTTP server. Whatever comes from a topic leaves as
 * JSON and is put into the page as text.
 */
package io.millrace.console.web;
