package dev.chancery.accesslogs;

import static io.envoyproxy.envoy.data.accesslog.v3.AccessLogType.DownstreamEnd;
import static io.envoyproxy.envoy.data.accesslog.v3.AccessLogType.DownstreamStart;
import static io.envoyproxy.envoy.data.accesslog.v3.AccessLogType.UpstreamPoolReady;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.chancery.accesslogs.HttpRecord.Header;
import dev.chancery.accesslogs.Transaction.Verdict;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.Pipe;
import io.envoyproxy.envoy.config.core.v3.RequestMethod;
import io.envoyproxy.envoy.data.accesslog.v3.AccessLogCommon;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.data.accesslog.v3.ResponseFlags;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HttpEntryDecoderTest {
  private static final Address UPSTREAM = Entries.address("127.0.0.1", 9000);

  private final RecordProblems problems = new RecordProblems(InstantSource.system());
  private final HttpEntryDecoder decoder = new HttpEntryDecoder(problems);

  private List<HttpRecord> decode(HTTPAccessLogEntry.Builder entry) {
    return decoder.decode(entry.build()).stream().map(HttpRecord.class::cast).toList();
  }

  private static AccessLogCommon.Builder answered() {
    return Entries.rbac(
        Entries.common(DownstreamEnd).setUpstreamRemoteAddress(UPSTREAM),
        AlsConventions.HTTP_RBAC,
        "allowed",
        "rule1");
  }

  private static AccessLogCommon.Builder denied() {
    return Entries.rbac(
        Entries.common(DownstreamEnd), AlsConventions.HTTP_RBAC, "denied", "deny all");
  }

  @Test
  void requestBoundToAnUpstreamIsForwarded() {
    HttpRecord request = decode(Entries.http(Entries.common(UpstreamPoolReady), 0)).get(0);
    Transaction transaction = request.transaction();
    assertThat(transaction.type()).isEqualTo(Transaction.Type.REQUEST);
    assertThat(transaction.verdict()).isEqualTo(Verdict.FORWARDED);
    assertThat(transaction.ingress()).isTrue();
    assertThat(transaction.endpointId()).isEqualTo(7);
    assertThat(transaction.time()).isEqualTo(Instant.ofEpochSecond(1_000, 5));
    assertThat(transaction.source()).hasToString("/127.20.0.7:41000");
    assertThat(transaction.destination()).hasToString("/127.20.0.5:8080");
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.authority()).isEqualTo("deathstar:8080");
    assertThat(request.path()).isEqualTo("/v1/request-landing?token=x");
    assertThat(request.requestHeaders())
        .containsExactly(new Header("accept", "*/*"), new Header("user-agent", "curl/8.5.0"));
    assertThat(request.status()).isZero();
  }

  @Test
  void retryIsNoRequestOfItsOwn() {
    assertThat(
            decode(
                Entries.http(
                    Entries.common(UpstreamPoolReady).setUpstreamRequestAttemptCount(2), 0)))
        .isEmpty();
  }

  @Test
  void endOfAnAnsweredRequestIsItsResponse() {
    List<HttpRecord> records = decode(Entries.http(answered(), 200));
    assertThat(records).hasSize(1);
    HttpRecord response = records.get(0);
    assertThat(response.transaction().type()).isEqualTo(Transaction.Type.RESPONSE);
    assertThat(response.transaction().verdict()).isEqualTo(Verdict.FORWARDED);
    assertThat(response.transaction().proxyPolicy()).isEqualTo("rule1");
    assertThat(response.transaction().time()).isEqualTo(Instant.ofEpochSecond(1_000, 2_500_005));
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.latencyNanos()).isEqualTo(OptionalLong.of(2_500_000));
    assertThat(response.responseHeaders())
        .containsExactly(new Header("content-type", "text/plain"));
  }

  @Test
  void latencyIsTheDurationWhereNoFirstByteIsTold() {
    var common = answered().clearTimeToFirstDownstreamTxByte();
    assertThat(decode(Entries.http(common, 200)).get(0).latencyNanos()).hasValue(3_000_000);
  }

  @Test
  void denialIsADeniedRequestAndAForwardedResponse() {
    var entry = Entries.http(denied(), 403);
    assertThat(decode(entry))
        .extracting(
            r -> r.transaction().type(),
            r -> r.transaction().verdict(),
            HttpRecord::status,
            HttpRecord::latencyNanos,
            r -> r.transaction().proxyPolicy())
        .containsExactly(
            tuple(Transaction.Type.REQUEST, Verdict.DENIED, 0, OptionalLong.empty(), "deny all"),
            tuple(
                Transaction.Type.RESPONSE, Verdict.FORWARDED, 403, OptionalLong.of(0), "deny all"));
  }

  @Test
  void denialIsKnownByItsDetailsAlone() {
    var entry = Entries.http(Entries.common(DownstreamEnd), 403);
    entry
        .getResponseBuilder()
        .setResponseCodeDetails("rbac_access_denied_matched_policy[deny_all]");
    HttpRecord request = decode(entry).get(0);
    assertThat(request.transaction().verdict()).isEqualTo(Verdict.DENIED);
    assertThat(request.transaction().proxyPolicy()).isEqualTo("deny_all");
    entry.getResponseBuilder().setResponseCodeDetails("rbac_access_denied_matched_policy[none]");
    assertThat(decode(entry).get(0).transaction().proxyPolicy()).isEmpty();
  }

  @Test
  void deniedGrpcCallKeepsItsCode() {
    assertThat(decode(Entries.http(denied(), 200)))
        .extracting(r -> r.transaction().verdict(), HttpRecord::status)
        .containsExactly(tuple(Verdict.DENIED, 0), tuple(Verdict.FORWARDED, 200));
  }

  @Test
  void forbiddenByTheServerIsNoDenial() {
    List<HttpRecord> records = decode(Entries.http(answered(), 403));
    assertThat(records).hasSize(1);
    assertThat(records.get(0).transaction().type()).isEqualTo(Transaction.Type.RESPONSE);
  }

  @Test
  void allowedRequestWithoutUpstreamIsTold() {
    var common = answered().clearUpstreamRemoteAddress();
    assertThat(decode(Entries.http(common, 503)))
        .extracting(r -> r.transaction().type(), r -> r.transaction().verdict())
        .containsExactly(
            tuple(Transaction.Type.REQUEST, Verdict.FORWARDED),
            tuple(Transaction.Type.RESPONSE, Verdict.FORWARDED));
  }

  @Test
  void failedConnectionToTheUpstreamIsTold() {
    var common =
        answered().setResponseFlags(ResponseFlags.newBuilder().setUpstreamConnectionFailure(true));
    assertThat(decode(Entries.http(common, 503)))
        .extracting(r -> r.transaction().type())
        .containsExactly(Transaction.Type.REQUEST, Transaction.Type.RESPONSE);
  }

  @Test
  void requestThatPolicyNeverSawIsAnError() {
    assertThat(decode(Entries.http(Entries.common(DownstreamEnd), 400)))
        .extracting(r -> r.transaction().verdict())
        .containsExactly(Verdict.ERROR, Verdict.FORWARDED);
  }

  @Test
  void requestThatWasGivenUpHasNoResponse() {
    assertThat(decode(Entries.http(answered(), 0))).isEmpty();
    assertThat(decode(Entries.http(Entries.common(DownstreamEnd), 0)))
        .extracting(r -> r.transaction().type())
        .containsExactly(Transaction.Type.REQUEST);
  }

  @Test
  void otherTypesOfEntriesAreNothing() {
    assertThat(decode(Entries.http(Entries.common(DownstreamStart), 200))).isEmpty();
  }

  @Test
  void tagIsPreferredToTheRoute() {
    var common = answered().putCustomTags(AlsConventions.ENDPOINT_TAG, "ep:9/egress");
    Transaction transaction = decode(Entries.http(common, 200)).get(0).transaction();
    assertThat(transaction.endpointId()).isEqualTo(9);
    assertThat(transaction.ingress()).isFalse();
  }

  @Test
  void methodBeyondTheEnumComesFromItsHeader() {
    var entry = Entries.http(answered(), 200);
    entry
        .getRequestBuilder()
        .setRequestMethod(RequestMethod.METHOD_UNSPECIFIED)
        .putRequestHeaders(":method", "PROPFIND");
    assertThat(decode(entry).get(0).method()).isEqualTo("PROPFIND");
    entry.getRequestBuilder().removeRequestHeaders(":method");
    assertThat(decode(entry).get(0).method()).isEmpty();
  }

  @Test
  void headersOfAWorkloadDoNotChangeThePath() {
    var entry = Entries.http(answered(), 200);
    entry
        .getRequestBuilder()
        .setOriginalPath("/public")
        .putRequestHeaders("x-envoy-original-path", "/public");
    assertThat(decode(entry).get(0).path()).isEqualTo("/v1/request-landing?token=x");
  }

  @Test
  void brokenPartsAreCountedAndTheRestIsKept() {
    var common =
        answered()
            .setStartTime(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))
            .setTimeToFirstDownstreamTxByte(Duration.newBuilder().setSeconds(Long.MAX_VALUE))
            .setDownstreamRemoteAddress(
                Address.newBuilder().setPipe(Pipe.newBuilder().setPath("/x")));
    HttpRecord response = decode(Entries.http(common, 200)).get(0);
    assertThat(response.transaction().source().getHostString()).isEmpty();
    assertThat(problems.count(RecordProblem.TIME)).isEqualTo(1);
    assertThat(problems.count(RecordProblem.ADDRESS)).isEqualTo(1);
  }

  @Test
  void entryWithoutEndpointIsCountedAndDropped() {
    for (String route : List.of("", "ep:/ingress", "ep:7/both", "ep:99999999999999999999/egress")) {
      assertThat(decode(Entries.http(answered().setRouteName(route), 200))).isEmpty();
    }
    assertThat(problems.count(RecordProblem.NO_ENDPOINT)).isEqualTo(4);
    assertThat(decode(HTTPAccessLogEntry.newBuilder())).isEmpty();
    assertThat(problems.count(RecordProblem.INCOMPLETE)).isEqualTo(1);
  }

  @Test
  void unknownEnumsDoNotThrow() {
    var common = answered().setAccessLogTypeValue(77);
    assertThat(decode(Entries.http(common, 200))).isEmpty();
    var entry = Entries.http(answered(), 200).setProtocolVersionValue(99);
    entry.getRequestBuilder().setRequestMethodValue(99).removeRequestHeaders(":method");
    HttpRecord record = decode(entry).get(0);
    assertThat(record.version()).isEqualTo(HttpRecord.Version.UNKNOWN);
    assertThat(record.method()).isEmpty();
  }

  @Test
  void damagedBytesNeverThrow() {
    long seed = Long.getLong("chancery.seed", System.nanoTime());
    System.out.println("HttpEntryDecoderTest seed " + seed);
    var random = new Random(seed);
    byte[] whole = Entries.http(denied(), 403).build().toByteArray();
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = whole.clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        decoder.decode(HTTPAccessLogEntry.parseFrom(bytes));
      } catch (InvalidProtocolBufferException e) {
        assertThat(e).as("refused before the decoder").isNotNull();
      }
    }
  }
}
