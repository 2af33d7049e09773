package dev.chancery.agent.reconcile;

import dev.chancery.xds.Delivery;
import dev.chancery.xds.DeliveryListener;
import dev.chancery.xds.EnvoyTypes;
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
      String reason = ProxyWords.shown(key.typeUrl(), rejected.reason());
      reasons.put(key, reason);
      log.atWarn()
          .addKeyValue("nodeId", nodeId)
          .addKeyValue("typeUrl", key.typeUrl())
          .addKeyValue("resource", key.name())
          .addKeyValue("version", version(key, rejected))
          .addKeyValue("reason", reason)
          .log("rejected; the version before stays in force");
    } else {
      reasons.remove(key);
    }
  }

  /** A hash of the content: of a short secret it would give the secret away. */
  private static String version(ResourceKey key, Delivery.Rejected rejected) {
    return key.typeUrl().equals(EnvoyTypes.SECRET) ? "hidden" : rejected.version();
  }

  /** What it was about is gone. */
  public void forget(ResourceKey key) {
    reasons.remove(key);
  }

  /** Resource to Envoy's own message, as it may be shown. */
  public Map<ResourceKey, String> current() {
    return new TreeMap<>(reasons);
  }
}
