package dev.chancery.agent.reconcile;

import dev.chancery.xds.Delivery;
import dev.chancery.xds.DeliveryListener;
import dev.chancery.xds.ResourceKey;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Envoys have refused and not yet taken in another version. */
public final class Rejections implements DeliveryListener {
  private static final Logger log = LoggerFactory.getLogger(Rejections.class);

  private final ConcurrentSkipListMap<ResourceKey, String> reasons = new ConcurrentSkipListMap<>();

  @Override
  public void delivered(String nodeId, ResourceKey key, Delivery outcome) {
    if (outcome instanceof Delivery.Rejected rejected) {
      reasons.put(key, rejected.reason());
      log.atWarn()
          .addKeyValue("nodeId", nodeId)
          .addKeyValue("typeUrl", key.typeUrl())
          .addKeyValue("resource", key.name())
          .addKeyValue("version", rejected.version())
          .addKeyValue("reason", rejected.reason())
          .log("rejected; the version before stays in force");
    } else {
      reasons.remove(key);
    }
  }

  /** What it was about is gone. */
  public void forget(ResourceKey key) {
    reasons.remove(key);
  }

  /** Resource to Envoy's own message. */
  public Map<ResourceKey, String> current() {
    return new TreeMap<>(reasons);
  }
}
