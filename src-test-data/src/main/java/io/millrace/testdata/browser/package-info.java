/**
 * A real browser for tests of pages, by the DevTools protocol. Who uses this package brings Jackson; a machine without Chromium says so by
 * {@link io.millrace.testdata.browser.HeadlessChromium#find()}.
 */
package io.millrace.testdata.browser;
