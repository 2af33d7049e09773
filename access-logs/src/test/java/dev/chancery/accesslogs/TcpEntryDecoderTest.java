package dev.chancery.accesslogs;

import static io.envoyproxy.envoy.data.accesslog.v3.AccessLogType.NotSet;
import static io.envoyproxy.envoy.data.accesslog.v3.AccessLogType.TcpConnectionEnd;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.data.accesslog.v3.TCPAccessLogEntry;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class TcpEntryDecoderTest {
  private final RecordProblems problems = new RecordProblems(InstantSource.system());
  private final TcpEntryDecoder decoder = new TcpEntryDecoder(problems);

  @Test
  void connectionDeniedByMetadata() {
    var common =
        Entries.rbac(
            Entries.common(TcpConnectionEnd), AlsConventions.NETWORK_RBAC, "denied", "deny");
    ConnectionRecord record = decoder.decode(Entries.tcp(common)).get(0);
    assertThat(record.denied()).isTrue();
    assertThat(record.ingress()).isTrue();
    assertThat(record.endpointId()).isEqualTo(7);
    assertThat(record.proxyPolicy()).isEqualTo("deny");
    assertThat(record.source()).hasToString("/127.20.0.7:41000");
    assertThat(record.destination()).hasToString("/127.20.0.5:8080");
  }

  @Test
  void connectionDeniedByDetails() {
    var common =
        Entries.common(TcpConnectionEnd)
            .setConnectionTerminationDetails("rbac_access_denied_matched_policy[none]");
    assertThat(decoder.decode(Entries.tcp(common)).get(0).denied()).isTrue();
  }

  @Test
  void connectionInWhichBytesCameAndThatWasNotDeniedIsAllowed() {
    var entry = Entries.tcp(Entries.common(NotSet)).toBuilder();
    entry.getConnectionPropertiesBuilder().setReceivedBytes(1);
    assertThat(decoder.decode(entry.build()))
        .singleElement()
        .satisfies(record -> assertThat(record.denied()).isFalse());
  }

  @Test
  void connectionWithoutAByteWasNeverJudged() {
    assertThat(decoder.decode(Entries.tcp(Entries.common(NotSet)))).isEmpty();
  }

  @Test
  void frontListenerSpeaksForTheIngressOfWhoeverHasItsAddress() {
    var entry = Entries.tcp(Entries.common(NotSet).setRouteName("")).toBuilder();
    entry.getCommonPropertiesBuilder().putCustomTags("chancery.endpoint", "front:127.20.0.5");
    entry.getConnectionPropertiesBuilder().setReceivedBytes(1);
    assertThat(decoder.decode(entry.build()))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.endpointId()).isZero();
              assertThat(record.ingress()).isTrue();
            });
  }

  @Test
  void incompleteEntriesAreCounted() {
    assertThat(decoder.decode(TCPAccessLogEntry.getDefaultInstance())).isEmpty();
    var nameless = Entries.tcp(Entries.common(NotSet).setRouteName("")).toBuilder();
    nameless.getConnectionPropertiesBuilder().setReceivedBytes(1);
    assertThat(decoder.decode(nameless.build())).isEmpty();
    assertThat(problems.count(RecordProblem.INCOMPLETE)).isEqualTo(1);
    assertThat(problems.count(RecordProblem.NO_ENDPOINT)).isEqualTo(1);
  }
}
