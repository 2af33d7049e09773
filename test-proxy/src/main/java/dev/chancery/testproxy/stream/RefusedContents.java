package dev.chancery.testproxy.stream;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one subscription has refused, and that the control plane knows of: it is not to come again
 * (gotcha 13), however much was accepted in between. A control plane that went away, and one to
 * which the proxy has no version to quote, may try it again. Lives on the loop.
 */
final class RefusedContents {
  /** The newest ones; a control plane cannot remember without end either. */
  private static final int MOST = 32;

  private final Set<List<ByteString>> heard = new LinkedHashSet<>();

  /** Refused on this stream; a stream that ends now may take the refusal with it. */
  private final List<List<ByteString>> told = new ArrayList<>();

  private int departures;

  /** A new stream begins. */
  void opened(boolean quotesAVersion, int departuresNow) {
    told.clear();
    if (!quotesAVersion || departuresNow != departures) {
      heard.clear();
    }
    departures = departuresNow;
  }

  /** A response has come: all that was answered before it has been heard. */
  void received() {
    told.forEach(this::remember);
    told.clear();
  }

  void refused(List<ByteString> content) {
    told.add(content);
  }

  boolean has(List<ByteString> content) {
    return heard.contains(content);
  }

  private void remember(List<ByteString> content) {
    heard.remove(content);
    heard.add(content);
    if (heard.size() > MOST) {
      heard.remove(heard.iterator().next());
    }
  }
}
