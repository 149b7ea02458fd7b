package io.millrace.job.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.schemas.RejectReason;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReadingParserTest {
    private static final Parsed PUMP =
            new Parsed("pump-1", Readings.TIME, Map.of("temperature", 61.5, "pressure", 4.0));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'machineId':'pump-1','timestamp':1767225600000,'values':{'temperature':61.5,'pressure':4}}",
                "{'values':{'temperature':61.5,'pressure':4},'timestamp':1767225600000,'machineId':'pump-1'}",
                "{'machineId':'pump-1','timestampMillis':1767225600000,'sequence':7,'values':{'temperature':61.5,'pressure':4}}",
                "{'machineId':'pump-1','timestamp':'2026-01-01T01:00:00+01:00','temperature':61.5,'pressure':4,'site':'north'}",
                "{'machineId':'pump-1','timestamp':'2026-01-01 00:00:00','values':{'temperature':'61.5','pressure':4,'flow':null}}",
                "{'machineId':'pump-1','timestamp':'1767225600000','tags':['a',{'b':1}],'values':{'temperature':61.5,'pressure':4}}",
                " {'machineId':'pump-1','timestamp':1767225600000.0,'seq':9,'values':{'temperature':61.5,'pressure':4.0}}\n"
            })
    void readsItsOwnLayoutsWithoutConfiguration(String json) throws Rejection {
        ReadingParser parser = parser();

        assertThat(Parsed.by(parser, bytes(json))).isEqualTo(PUMP);
        assertThat(Parsed.by(parser, bytes(json)))
                .as("the parser keeps nothing of the record before")
                .isEqualTo(PUMP);
    }

    @Test
    void readsALayoutThatIsDescribed() throws Rejection {
        ReadingParser parser = parser(
                "source.fields.machine", "device.id",
                "source.fields.time", "at",
                "source.fields.time-unit", "seconds",
                "source.fields.sensors", "temperature=data.inner.t,pressure=data.p,running");
        String json = "{'device':{'id':17,'site':'n'},'at':1767225600,'data':{'inner':{'t':61.5,'x':9},'p':4},"
                + "'running':true,'other':3}";

        assertThat(Parsed.by(parser, bytes(json)))
                .isEqualTo(
                        new Parsed("17", Readings.TIME, Map.of("temperature", 61.5, "pressure", 4.0, "running", 1.0)));
    }

    @Test
    void aNameMayHoldADot() throws Rejection {
        ReadingParser parser = parser("source.fields.machine", "device.id", "source.fields.sensors", "t=data.t");

        assertThat(Parsed.by(parser, bytes("{'device.id':'a','timestamp':1767225600000,'data':{'t':1}}")))
                .isEqualTo(new Parsed("a", Readings.TIME, Map.of("t", 1.0)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'timestamp':1,'values':{'t':1}}                       | MISSING_FIELD | machineId",
                "{'machineId':null,'timestamp':1,'values':{'t':1}}      | MISSING_FIELD | machineId",
                "{'machineId':'a','values':{'t':1}}                     | MISSING_FIELD | timestamp",
                "{'machineId':'a','timestamp':'soon','values':{'t':1}}  | UNDECODABLE   | soon",
                "{'machineId':'a','timestamp':true,'values':{'t':1}}    | UNDECODABLE   | truth",
                "{'machineId':'a','timestamp':1,'values':{'t':'hot'}}   | UNDECODABLE   | hot",
                "{'machineId':'a','timestamp':1,'values':{'t':[1]}}     | UNDECODABLE   | structure",
                "{'machineId':'a','timestamp':1,'values':[1,2]}         | UNDECODABLE   | object of sensors",
                "{'machineId':{'x':1},'timestamp':1,'values':{'t':1}}   | UNDECODABLE   | single value",
                "{'machineId':'a','timestamp':1,'values':{'t':1}} {}    | UNDECODABLE   | one object per message",
                "{'machineId':'a','timestamp':1,'values':{'t':1}        | UNDECODABLE   | well-formed",
                "[1]                                                    | UNDECODABLE   | object",
            })
    void saysWhatIsWrong(String json, RejectReason reason, String detail) {
        ReadingParser parser = parser();

        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> Parsed.by(parser, bytes(json)))
                .withMessageContaining(detail)
                .satisfies(rejection -> assertThat(rejection.reason()).isEqualTo(reason));
    }

    @Test
    void deepNestingIsRefusedNotFollowed() {
        String json = "{'machineId':'a','x':" + "{'x':".repeat(10_000) + "1" + "}".repeat(10_001);

        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> Parsed.by(parser("source.fields.sensors", "y"), bytes(json)))
                .withMessageContaining("nest");
    }

    private static ReadingParser parser(String... settings) {
        return new JsonReadingParser(Readings.config(settings).fields());
    }

    private static byte[] bytes(String json) {
        return Readings.bytes(json.replace('\'', '"'));
    }
}
