package io.millrace.benchmarks.job;

import java.util.Map;

/**
 * One stretch of a job that always has more readings to take.
 *
 * @param readingsPerSecond that reached scoring
 * @param windowsPerSecond that were scored
 * @param bare the bare scorer, mean of right before and right after
 * @param cpuMicros processor time of a reading by what threads do, see {@link CpuByThread}
 * @param brokerShare processor time of the broker as share of what all cores have
 */
record SaturatedRound(
        double readingsPerSecond,
        double windowsPerSecond,
        BareScorer.Pace bare,
        Map<String, Double> cpuMicros,
        double brokerShare) {

    double shareOfBare() {
        return windowsPerSecond / bare.windowsPerSecond();
    }

    /** Processor seconds of this JVM per million readings, which are microseconds per reading. */
    double cpuSecondsPerMillion() {
        return cpuMicros.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Processor time that the bare scorer would have needed for the same windows, as share of what the job has needed. */
    double kernelShareOfCpu() {
        return windowsPerSecond * bare.cpuMicros() / (readingsPerSecond * cpuSecondsPerMillion());
    }

    SaturatedRound beside(BareScorer.Pace pace) {
        return new SaturatedRound(readingsPerSecond, windowsPerSecond, pace, cpuMicros, brokerShare);
    }
}
