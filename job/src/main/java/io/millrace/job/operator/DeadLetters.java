package io.millrace.job.operator;

import io.millrace.schemas.RejectReason;
import io.millrace.schemas.RejectedReading;
import java.nio.ByteBuffer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Readings that scoring cannot use, with their original bytes. */
final class DeadLetters {

    private DeadLetters() {}

    static StreamRecord<RejectedReading> of(RawReading reading, RejectReason reason, String detail, long nowMillis) {
        return new StreamRecord<>(
                RejectedReading.newBuilder()
                        .setReason(reason)
                        .setDetail(detail)
                        .setTopic(reading.topic())
                        .setPartition(reading.partition())
                        .setOffset(reading.offset())
                        .setKey(reading.key() == null ? null : ByteBuffer.wrap(reading.key()))
                        .setValue(ByteBuffer.wrap(reading.value()))
                        .setRejectedAtMillis(nowMillis)
                        .setMachineId(reading.machineId())
                        .setTimestampMillis(reading.timestampMillis())
                        .build(),
                reading.timestampMillis());
    }
}
