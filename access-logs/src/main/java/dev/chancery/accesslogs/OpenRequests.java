package dev.chancery.accesslogs;

import dev.chancery.accesslogs.HttpRecord.Header;
import dev.chancery.api.cilium.EntryType;
import dev.chancery.api.cilium.HttpProtocol;
import dev.chancery.api.cilium.KeyValue;
import dev.chancery.api.cilium.LogEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The most recent requests of cilium-envoy whose responses have not come: its record of a response
 * tells neither when the request began nor which trace it belongs to.
 *
 * <p>A request is known again by its direction, its client's address and its {@code x-request-id}:
 * the id alone is the same on the way out of one endpoint and into the next. Without an id, the
 * connection of an HTTP/1 client is enough, as it has one request at a time. Holds {@value
 * #CAPACITY}; for one thread at a time.
 */
final class OpenRequests {
  static final int CAPACITY = 10_000;

  private static final int LONGEST_KEY = 256;
  private static final int LONGEST_TRACE = 1024;
  private static final String REQUEST_ID = "x-request-id";
  private static final String TRACE = "traceparent";

  private final Map<Key, Opened> opened =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Opened> eldest) {
          return size() > CAPACITY;
        }
      };

  private record Key(boolean ingress, String client, String requestId) {}

  /**
   * A request, as its response has to know it.
   *
   * @param denied then the proxy itself answers, and that takes no time
   */
  record Opened(long nanos, boolean denied, List<Header> trace) {
    /** Between the two; empty where the clock went backwards. */
    OptionalLong latency(long responseNanos) {
      long latency = denied ? 0 : responseNanos - nanos;
      return latency < 0 ? OptionalLong.empty() : OptionalLong.of(latency);
    }
  }

  void open(LogEntry request) {
    Key key = key(request);
    if (key != null) {
      boolean denied = request.getEntryType() == EntryType.Denied;
      String trace = first(request, TRACE);
      boolean shown = !trace.isEmpty() && trace.length() <= LONGEST_TRACE;
      opened.remove(key);
      opened.put(
          key,
          new Opened(
              request.getTimestamp(),
              denied,
              shown ? List.of(new Header(TRACE, trace)) : List.of()));
    }
  }

  /** The request of a response, once. */
  @Nullable Opened close(LogEntry response) {
    Key key = key(response);
    return key == null ? null : opened.remove(key);
  }

  private static @Nullable Key key(LogEntry entry) {
    String client = entry.getSourceAddress();
    String id = first(entry, REQUEST_ID);
    boolean oneAtATime = entry.getHttp().getHttpProtocol() != HttpProtocol.HTTP2;
    boolean known = !id.isEmpty() || oneAtATime;
    return known && client.length() + id.length() <= LONGEST_KEY
        ? new Key(entry.getIsIngress(), client, id)
        : null;
  }

  private static String first(LogEntry entry, String name) {
    for (KeyValue header : entry.getHttp().getHeadersList()) {
      if (header.getKey().equalsIgnoreCase(name)) {
        return header.getValue();
      }
    }
    return "";
  }
}
