package io.millrace.testdata.broker;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;

/** This machine's clock, set wrong: what a broker goes by whose machine nobody synchronises. Intervals are right. */
final class WrongTime implements Time {

    private final long aheadMillis;

    /** @param ahead of this machine's clock; negative for behind it */
    WrongTime(Duration ahead) {
        this.aheadMillis = ahead.toMillis();
    }

    @Override
    public long milliseconds() {
        return SYSTEM.milliseconds() + aheadMillis;
    }

    @Override
    public long nanoseconds() {
        return SYSTEM.nanoseconds();
    }

    @Override
    public void sleep(long millis) {
        SYSTEM.sleep(millis);
    }

    @Override
    public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMillis)
            throws InterruptedException {
        SYSTEM.waitObject(object, condition, deadlineMillis - aheadMillis);
    }
}
