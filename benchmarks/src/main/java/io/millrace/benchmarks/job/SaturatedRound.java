package io.millrace.benchmarks.job;

/**
 * One stretch of a job that always has more readings to take.
 *
 * @param readingsPerSecond that reached scoring
 * @param windowsPerSecond that were scored
 * @param bareWindowsPerSecond of the bare scorer, mean of right before and right after
 * @param cpuSecondsPerMillion processor seconds of this JVM per million readings
 * @param kernelShare time in the kernel as share of the processor time
 * @param brokerShare processor time of the broker as share of what all cores have
 */
record SaturatedRound(
        double readingsPerSecond,
        double windowsPerSecond,
        double bareWindowsPerSecond,
        double cpuSecondsPerMillion,
        double kernelShare,
        double brokerShare) {

    double shareOfBare() {
        return windowsPerSecond / bareWindowsPerSecond;
    }
}
