package dev.chancery.testproxy;

import dev.chancery.testproxy.stream.StreamHost;
import dev.chancery.testproxy.stream.Subscription;
import dev.chancery.testproxy.stream.UpdateHandler;
import dev.chancery.testproxy.wire.XdsType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** One stream for each name that something refers to (§2.2), for one type. Lives on the loop. */
final class NamedSubscriptions {
  private final XdsType type;
  private final StreamHost host;
  private final Function<String, UpdateHandler> feeds;
  private final Consumer<String> forget;
  private final Map<String, Subscription> open = new TreeMap<>();

  /**
   * @param feeds what a name's responses go to
   * @param forget what a name's end means
   */
  NamedSubscriptions(
      XdsType type,
      StreamHost host,
      Function<String, UpdateHandler> feeds,
      Consumer<String> forget) {
    this.type = type;
    this.host = host;
    this.feeds = feeds;
    this.forget = forget;
  }

  void want(Set<String> names) {
    for (String gone : new HashSet<>(open.keySet())) {
      if (!names.contains(gone)) {
        Subscription subscription = open.remove(gone);
        if (subscription != null) {
          subscription.close();
        }
        forget.accept(gone);
      }
    }
    for (String name : names) {
      if (!open.containsKey(name)) {
        Subscription subscription =
            Subscription.whole(type, List.of(name), host, feeds.apply(name));
        open.put(name, subscription);
        subscription.open();
      }
    }
  }

  boolean any() {
    return !open.isEmpty();
  }
}
