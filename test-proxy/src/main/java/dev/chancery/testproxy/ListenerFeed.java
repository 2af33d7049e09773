package dev.chancery.testproxy;

import com.google.protobuf.Any;
import dev.chancery.testproxy.listener.Chain;
import dev.chancery.testproxy.listener.HttpSettings;
import dev.chancery.testproxy.listener.ListenerTable;
import dev.chancery.testproxy.listener.ProxyListener;
import dev.chancery.testproxy.listener.Surroundings;
import dev.chancery.testproxy.stream.Typed;
import dev.chancery.testproxy.stream.UpdateHandler;
import dev.chancery.testproxy.wire.Audit;
import dev.chancery.testproxy.wire.Rejected;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** LDS: good listeners are taken, the others are named in the error (gotcha 10). */
final class ListenerFeed implements UpdateHandler {
  private final Supplier<Surroundings> surroundings;
  private final ClusterFeed clusters;
  private final AccessLogProbe logs;
  private final Audit audit;
  private final Runnable changed;
  private ListenerTable table = ListenerTable.none();
  private boolean everAnswered;

  ListenerFeed(
      Supplier<Surroundings> surroundings,
      ClusterFeed clusters,
      AccessLogProbe logs,
      Audit audit,
      Runnable changed) {
    this.surroundings = surroundings;
    this.clusters = clusters;
    this.logs = logs;
    this.audit = audit;
    this.changed = changed;
  }

  @Override
  public void apply(List<Any> resources, boolean first, boolean reconnected) throws Rejected {
    everAnswered = true;
    List<Listener> listeners = Typed.list(resources, Listener.class);
    if (first && listeners.isEmpty() && !table.isEmpty()) {
      audit.note(16, "an empty answer to a new stream takes away " + table.listeners().size());
    }
    if (first && !listeners.isEmpty()) {
      clusters.listenersCame();
    }
    ListenerTable.Outcome outcome = table.replacedBy(listeners, surroundings.get());
    probe(outcome.table());
    table = outcome.table();
    changed.run();
    if (!outcome.errors().isEmpty()) {
      String text = outcome.errors().stream().map(Rejected::text).collect(Collectors.joining("\n"));
      int gotcha = outcome.errors().stream().mapToInt(Rejected::gotcha).max().orElse(10);
      throw new Rejected(gotcha, "Error adding/updating listener(s) " + text + "\n");
    }
  }

  /** Log records have no buffer: the socket has to be there before the listener is (gotcha 20). */
  private void probe(ListenerTable next) {
    Set<String> paths = new TreeSet<>();
    for (ProxyListener listener : next.listeners()) {
      if (!table.listeners().contains(listener)) {
        for (Chain chain : listener.chains()) {
          chain.connectionLogPath().ifPresent(paths::add);
          chain.http().flatMap(HttpSettings::accessLogPath).ifPresent(paths::add);
        }
      }
    }
    paths.forEach(path -> logs.problem(path).ifPresent(text -> audit.note(20, text)));
  }

  ListenerTable table() {
    return table;
  }

  boolean everAnswered() {
    return everAnswered;
  }
}
