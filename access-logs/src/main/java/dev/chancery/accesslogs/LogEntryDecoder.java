package dev.chancery.accesslogs;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.chancery.accesslogs.HttpRecord.Header;
import dev.chancery.accesslogs.Transaction.Transport;
import dev.chancery.accesslogs.Transaction.Verdict;
import dev.chancery.api.cilium.EntryType;
import dev.chancery.api.cilium.HttpLogEntry;
import dev.chancery.api.cilium.HttpProtocol;
import dev.chancery.api.cilium.KeyValue;
import dev.chancery.api.cilium.LogEntry;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code cilium.LogEntry} of cilium-envoy to {@link L7Record}. Header names keep the spelling of
 * the proxy. Nothing throws: what is wrong is counted.
 */
public final class LogEntryDecoder {
  private final RecordProblems problems;
  private final Addresses addresses;

  public LogEntryDecoder(RecordProblems problems) {
    this.problems = problems;
    this.addresses = new Addresses(problems);
  }

  /** One datagram of the access-log socket. */
  public Optional<L7Record> decode(byte[] datagram) {
    try {
      return decode(LogEntry.parseFrom(datagram));
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
    boolean response = entry.getEntryType() == EntryType.Response;
    List<Header> headers = http.getHeadersList().stream().map(LogEntryDecoder::header).toList();
    return new HttpRecord(
        transaction(entry),
        version(http.getHttpProtocol()),
        http.getScheme(),
        http.getHost(),
        http.getPath(),
        http.getMethod(),
        response ? List.of() : headers,
        response ? headers : List.of(),
        response ? http.getStatus() : 0,
        OptionalLong.empty());
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
