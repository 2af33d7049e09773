package dev.chancery.flows.observe;

import dev.chancery.api.observer.GetFlowsResponse;
import dev.chancery.flows.json.ProtoJson;
import dev.chancery.flows.json.ProtoJson.Unknown;
import dev.chancery.flows.json.ProtoJsonException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Optional;

/**
 * Reads entries line by line. A line that is no entry is skipped with a warning. A field or an enum
 * name that this version does not know brings one warning; from then on they are ignored.
 */
final class EntryReader {
  private final LineReader lines;
  private final PrintStream err;
  private Unknown unknown = Unknown.REFUSE;

  EntryReader(InputStream in, PrintStream err) {
    this.lines = new LineReader(in);
    this.err = err;
  }

  /** The next entry; empty at the end. */
  Optional<GetFlowsResponse> next() throws FlowSourceException {
    Optional<byte[]> line = lines.next();
    while (line.isPresent()) {
      Optional<GetFlowsResponse> entry = parse(line.get());
      if (entry.isPresent()) {
        return entry;
      }
      line = lines.next();
    }
    return Optional.empty();
  }

  private Optional<GetFlowsResponse> parse(byte[] line) {
    try {
      return Optional.of(parse(line, unknown));
    } catch (ProtoJsonException strict) {
      return unknown == Unknown.REFUSE ? parseAgain(line) : refused();
    }
  }

  private Optional<GetFlowsResponse> parseAgain(byte[] line) {
    try {
      GetFlowsResponse entry = parse(line, Unknown.IGNORE);
      unknown = Unknown.IGNORE;
      warn("unknown field detected, upgrade the Hubble CLI to get rid of this warning");
      return Optional.of(entry);
    } catch (ProtoJsonException e) {
      return refused();
    }
  }

  private static GetFlowsResponse parse(byte[] line, Unknown unknown) throws ProtoJsonException {
    var entry = GetFlowsResponse.newBuilder();
    ProtoJson.merge(line, entry, unknown);
    return entry.build();
  }

  private Optional<GetFlowsResponse> refused() {
    warn("Failed to unmarshal json to flow");
    return Optional.empty();
  }

  /** The line itself is not shown: it may hold what should not be in a log. */
  private void warn(String message) {
    err.print("level=WARN msg=\"" + message + "\" line=" + lines.number() + "\n");
  }
}
