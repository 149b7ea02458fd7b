/**
 * The demo's models: trained on fault-free days of a simulated plant, calibrated on further ones, checked on a plant with faults. {@link
 * io.millrace.training.demo.DemoModels} makes them again.
 */
package io.millrace.training.demo;
