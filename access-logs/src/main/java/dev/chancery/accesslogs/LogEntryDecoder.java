package dev.chancery.accesslogs;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.chancery.accesslogs.HttpRecord.Header;
import dev.chancery.accesslogs.Transaction.Transport;
import dev.chancery.accesslogs.Transaction.Verdict;
import dev.chancery.api.cilium.EntryType;
import dev.chancery.api.cilium.HttpLogEntry;
import dev.chancery.api.cilium.HttpProtocol;
import dev.chancery.api.cilium.KeyValue;
import dev.chancery.api.cilium.LogEntry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * {@code cilium.LogEntry} of cilium-envoy to {@link L7Record}. Header names keep the spelling of
 * the proxy. Nothing throws: what is wrong is counted.
 *
 * <table>
 * <caption>What an entry becomes</caption>
 * <tr><td>Request</td><td>request, forwarded</td></tr>
 * <tr><td>Denied</td><td>request, denied</td></tr>
 * <tr><td>Response</td><td>response, forwarded, also where its status is 403. Its headers are those
 * of the response, and the request's {@code x-request-id}</td></tr>
 * <tr><td>any other</td><td>request, whose verdict is not guessed</td></tr>
 * </table>
 *
 * <p>The proxy tells no latency, so it is the time from a request's entry to that of its response;
 * 0 for a denied request, which nobody but the proxy answered. For one thread at a time.
 */
public final class LogEntryDecoder {
  /** They have their own place in a record. */
  private static final Set<String> ELSEWHERE =
      Set.of(":authority", ":method", ":path", ":scheme", ":status", "x-forwarded-proto");

  private final RecordProblems problems;
  private final Addresses addresses;
  private final OpenRequests requests = new OpenRequests();

  public LogEntryDecoder(RecordProblems problems) {
    this.problems = problems;
    this.addresses = new Addresses(problems);
  }

  /** One datagram of the access-log socket. */
  public Optional<L7Record> decode(byte[] datagram) {
    return decode(ByteBuffer.wrap(datagram));
  }

  /** One datagram of the access-log socket: what remains of a buffer, whose position is left. */
  public Optional<L7Record> decode(ByteBuffer datagram) {
    try {
      return decode(LogEntry.parseFrom(datagram.duplicate()));
    } catch (InvalidProtocolBufferException e) {
      return decodeRepaired(ByteString.copyFrom(datagram.duplicate()));
    }
  }

  private Optional<L7Record> decodeRepaired(ByteString datagram) {
    try {
      LogEntry entry = LogEntry.parseFrom(RepairedText.of(datagram, LogEntry.getDescriptor()));
      problems.add(RecordProblem.TEXT);
      return decode(entry);
    } catch (InvalidProtocolBufferException e) {
      problems.add(RecordProblem.UNDECODABLE);
      return Optional.empty();
    }
  }

  /** Empty where the entry is of no protocol that is known here. */
  public Optional<L7Record> decode(LogEntry entry) {
    return switch (entry.getL7Case()) {
      case HTTP -> Optional.of(http(entry, entry.getHttp()));
      case GENERIC_L7 ->
          Optional.of(
              new GenericRecord(
                  transaction(entry),
                  entry.getGenericL7().getProto(),
                  entry.getGenericL7().getFieldsMap()));
      case KAFKA -> refused(RecordProblem.UNSUPPORTED_PROTOCOL);
      case L7_NOT_SET -> refused(RecordProblem.INCOMPLETE);
    };
  }

  private Optional<L7Record> refused(RecordProblem problem) {
    problems.add(problem);
    return Optional.empty();
  }

  private HttpRecord http(LogEntry entry, HttpLogEntry http) {
    if (entry.getEntryType() == EntryType.Response) {
      return response(entry, http);
    }
    requests.open(entry);
    return record(entry, http, headers(http.getHeadersList()), List.of(), OptionalLong.empty());
  }

  private HttpRecord response(LogEntry entry, HttpLogEntry http) {
    OpenRequests.Opened request = requests.close(entry);
    return record(
        entry,
        http,
        request == null ? List.of() : request.trace(),
        headers(http.getHeadersList()),
        request == null ? OptionalLong.empty() : request.latency(entry.getTimestamp()));
  }

  private HttpRecord record(
      LogEntry entry,
      HttpLogEntry http,
      List<Header> requestHeaders,
      List<Header> responseHeaders,
      OptionalLong latencyNanos) {
    return new HttpRecord(
        transaction(entry),
        version(http.getHttpProtocol()),
        http.getScheme(),
        http.getHost(),
        http.getPath(),
        http.getMethod(),
        requestHeaders,
        responseHeaders,
        entry.getEntryType() == EntryType.Response ? http.getStatus() : 0,
        latencyNanos,
        http.getMissingHeadersList().stream().map(LogEntryDecoder::header).toList(),
        http.getRejectedHeadersList().stream().map(LogEntryDecoder::header).toList());
  }

  private static List<Header> headers(List<KeyValue> logged) {
    var headers = new ArrayList<Header>(logged.size());
    for (KeyValue header : logged) {
      if (!ELSEWHERE.contains(header.getKey())) {
        headers.add(header(header));
      }
    }
    return headers;
  }

  private static Header header(KeyValue header) {
    return new Header(header.getKey(), header.getValue());
  }

  private HttpRecord.Version version(HttpProtocol protocol) {
    return switch (protocol) {
      case HTTP10 -> HttpRecord.Version.HTTP10;
      case HTTP11 -> HttpRecord.Version.HTTP11;
      case HTTP2 -> HttpRecord.Version.HTTP2;
      case UNRECOGNIZED -> {
        problems.add(RecordProblem.UNKNOWN_ENUM);
        yield HttpRecord.Version.UNKNOWN;
      }
    };
  }

  private Transaction transaction(LogEntry entry) {
    return new Transaction(
        Times.ofNanos(entry.getTimestamp()),
        entry.getEntryType() == EntryType.Response
            ? Transaction.Type.RESPONSE
            : Transaction.Type.REQUEST,
        verdict(entry.getEntryType()),
        entry.getIsIngress(),
        Transport.TCP,
        addresses.parse(entry.getSourceAddress()),
        addresses.parse(entry.getDestinationAddress()),
        Integer.toUnsignedLong(entry.getSourceSecurityId()),
        Integer.toUnsignedLong(entry.getDestinationSecurityId()),
        entry.getPolicyName());
  }

  private Verdict verdict(EntryType type) {
    return switch (type) {
      case Request, Response -> Verdict.FORWARDED;
      case Denied -> Verdict.DENIED;
      case UNRECOGNIZED -> {
        problems.add(RecordProblem.UNKNOWN_ENUM);
        yield Verdict.OTHER;
      }
    };
  }
}
