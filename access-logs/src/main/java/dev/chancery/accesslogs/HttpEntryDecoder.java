package dev.chancery.accesslogs;

import dev.chancery.accesslogs.AlsConventions.PolicyPoint;
import dev.chancery.accesslogs.HttpRecord.Header;
import dev.chancery.accesslogs.Transaction.Transport;
import dev.chancery.accesslogs.Transaction.Verdict;
import io.envoyproxy.envoy.data.accesslog.v3.AccessLogCommon;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.data.accesslog.v3.ResponseFlags;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * HTTP entries of a stock Envoy to records, by {@link AlsConventions}.
 *
 * <table>
 * <caption>What an entry becomes</caption>
 * <tr><td>UpstreamPoolReady, first attempt</td><td>request, forwarded</td></tr>
 * <tr><td>UpstreamPoolReady, a retry</td><td>nothing: the request is known</td></tr>
 * <tr><td>DownstreamEnd, denied by RBAC</td><td>request, denied; response, forwarded, latency 0</td></tr>
 * <tr><td>DownstreamEnd, never bound to an upstream</td><td>request, forwarded where RBAC allowed it,
 * else error (RBAC did not run: the codec or path normalisation refused); response</td></tr>
 * <tr><td>DownstreamEnd otherwise</td><td>response; nothing where none was sent (code 0)</td></tr>
 * </table>
 *
 * <p>Latency is the time from the start of the request to the first byte of the response sent
 * downstream, as cilium-envoy measures it; the whole duration where Envoy does not tell. A denied
 * gRPC call keeps the code 200 of its trailers-only response. Nothing throws.
 */
final class HttpEntryDecoder {
  private final RecordProblems problems;
  private final Addresses addresses;
  private final Times times;

  HttpEntryDecoder(RecordProblems problems) {
    this.problems = problems;
    this.addresses = new Addresses(problems);
    this.times = new Times(problems);
  }

  List<L7Record> decode(HTTPAccessLogEntry entry) {
    if (!entry.hasCommonProperties()) {
      problems.add(RecordProblem.INCOMPLETE);
      return List.of();
    }
    AccessLogCommon common = entry.getCommonProperties();
    Optional<PolicyPoint> point = AlsConventions.policyPoint(common);
    if (point.isEmpty()) {
      problems.add(RecordProblem.NO_ENDPOINT);
      return List.of();
    }
    return switch (common.getAccessLogType()) {
      case UpstreamPoolReady ->
          common.getUpstreamRequestAttemptCount() > 1
              ? List.of()
              : List.of(request(entry, point.get(), Verdict.FORWARDED));
      case DownstreamEnd -> decodeEnd(entry, point.get());
      case UNRECOGNIZED -> unknownType();
      default -> List.of();
    };
  }

  private List<L7Record> unknownType() {
    problems.add(RecordProblem.UNKNOWN_ENUM);
    return List.of();
  }

  private List<L7Record> decodeEnd(HTTPAccessLogEntry entry, PolicyPoint point) {
    AccessLogCommon common = entry.getCommonProperties();
    String details = entry.getResponse().getResponseCodeDetails();
    if (AlsConventions.isDenied(common, AlsConventions.HTTP_RBAC, details)) {
      return List.of(request(entry, point, Verdict.DENIED), response(entry, point, 0));
    }
    HttpRecord response = response(entry, point, latencyNanos(common));
    boolean answered = response.status() != 0;
    if (wasBoundToUpstream(common)) {
      return answered ? List.of(response) : List.of();
    }
    boolean allowed = AlsConventions.isAllowed(common, AlsConventions.HTTP_RBAC);
    HttpRecord request = request(entry, point, allowed ? Verdict.FORWARDED : Verdict.ERROR);
    return answered ? List.of(request, response) : List.of(request);
  }

  /** Whether there was an UpstreamPoolReady; an address alone may be that of a failed attempt. */
  private static boolean wasBoundToUpstream(AccessLogCommon common) {
    ResponseFlags flags = common.getResponseFlags();
    boolean failedBefore =
        flags.getUpstreamConnectionFailure()
            || flags.getUpstreamOverflow()
            || flags.getNoHealthyUpstream()
            || flags.getNoRouteFound();
    return common.hasUpstreamRemoteAddress() && !failedBefore;
  }

  private static long latencyNanos(AccessLogCommon common) {
    return Times.nanos(
        common.hasTimeToFirstDownstreamTxByte()
            ? common.getTimeToFirstDownstreamTxByte()
            : common.getDuration());
  }

  private HttpRecord request(HTTPAccessLogEntry entry, PolicyPoint point, Verdict verdict) {
    Instant start = times.of(entry.getCommonProperties().getStartTime());
    return record(
        entry,
        transaction(entry, point, start, Transaction.Type.REQUEST, verdict),
        List.of(),
        0,
        OptionalLong.empty());
  }

  private HttpRecord response(HTTPAccessLogEntry entry, PolicyPoint point, long latencyNanos) {
    Instant end = times.of(entry.getCommonProperties().getStartTime()).plusNanos(latencyNanos);
    return record(
        entry,
        transaction(entry, point, end, Transaction.Type.RESPONSE, Verdict.FORWARDED),
        EntryHeaders.ofResponse(entry.getResponse()),
        entry.getResponse().getResponseCode().getValue(),
        OptionalLong.of(latencyNanos));
  }

  private static HttpRecord record(
      HTTPAccessLogEntry entry,
      Transaction transaction,
      List<Header> responseHeaders,
      int status,
      OptionalLong latencyNanos) {
    var request = entry.getRequest();
    return new HttpRecord(
        transaction,
        version(entry.getProtocolVersion()),
        EntryHeaders.scheme(request),
        request.getAuthority(),
        request.getPath(),
        EntryHeaders.method(request),
        EntryHeaders.ofRequest(request),
        responseHeaders,
        status,
        latencyNanos);
  }

  private Transaction transaction(
      HTTPAccessLogEntry entry,
      PolicyPoint point,
      Instant time,
      Transaction.Type type,
      Verdict verdict) {
    AccessLogCommon common = entry.getCommonProperties();
    return new Transaction(
        time,
        type,
        verdict,
        point.ingress(),
        Transport.TCP,
        addresses.of(common.getDownstreamRemoteAddress()),
        addresses.of(common.getDownstreamLocalAddress()),
        0,
        0,
        AlsConventions.policy(
            common, AlsConventions.HTTP_RBAC, entry.getResponse().getResponseCodeDetails()),
        point.endpointId());
  }

  private static HttpRecord.Version version(HTTPAccessLogEntry.HTTPVersion version) {
    return switch (version) {
      case HTTP10 -> HttpRecord.Version.HTTP10;
      case HTTP11 -> HttpRecord.Version.HTTP11;
      case HTTP2 -> HttpRecord.Version.HTTP2;
      case HTTP3, PROTOCOL_UNSPECIFIED, UNRECOGNIZED -> HttpRecord.Version.UNKNOWN;
    };
  }
}
