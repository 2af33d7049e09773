package dev.chancery.testproxy;

import com.google.protobuf.Any;
import dev.chancery.testproxy.stream.Typed;
import dev.chancery.testproxy.stream.UpdateHandler;
import dev.chancery.testproxy.wire.Audit;
import dev.chancery.testproxy.wire.Rejected;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** CDS: the dynamic clusters; those of the bootstrap cannot be touched (gotcha 11). */
final class ClusterFeed implements UpdateHandler {
  private final Set<String> bootstrap;
  private final Audit audit;
  private final Runnable changed;
  private final Map<String, Cluster> clusters = new LinkedHashMap<>();
  private boolean acknowledged;
  private boolean listenersCameFirst;
  private boolean everAnswered;

  ClusterFeed(Set<String> bootstrap, Audit audit, Runnable changed) {
    this.bootstrap = bootstrap;
    this.audit = audit;
    this.changed = changed;
  }

  @Override
  public void opened() {
    acknowledged = false;
    listenersCameFirst = false;
  }

  @Override
  public void apply(List<Any> resources, boolean first, boolean reconnected) throws Rejected {
    everAnswered = true;
    List<Cluster> next = Typed.list(resources, Cluster.class);
    if (listenersCameFirst && !next.isEmpty()) {
      audit.note(16, "listeners came before the clusters were acknowledged");
    }
    listenersCameFirst = false;
    Set<String> seen = new HashSet<>();
    for (Cluster cluster : next) {
      if (!seen.add(cluster.getName())) {
        throw new Rejected(10, "duplicate cluster " + cluster.getName() + " found");
      }
    }
    clusters.clear();
    for (Cluster cluster : next) {
      if (bootstrap.contains(cluster.getName())) {
        audit.note(11, "cluster of the bootstrap: " + cluster.getName());
      } else {
        clusters.put(cluster.getName(), cluster);
      }
    }
    changed.run();
  }

  @Override
  public void answered(boolean accepted) {
    acknowledged |= accepted;
  }

  /** The first response with listeners on a stream has come. */
  void listenersCame() {
    listenersCameFirst = !acknowledged;
  }

  boolean everAnswered() {
    return everAnswered;
  }

  Set<String> names() {
    Set<String> names = new HashSet<>(bootstrap);
    names.addAll(clusters.keySet());
    return names;
  }

  Map<String, Cluster> clusters() {
    return clusters;
  }
}
