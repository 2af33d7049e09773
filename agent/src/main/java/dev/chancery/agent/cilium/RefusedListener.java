package dev.chancery.agent.cilium;

import dev.chancery.xds.Delivery;
import dev.chancery.xds.EnvoyTypes;
import dev.chancery.xds.ResourceKey;
import java.util.regex.Pattern;

/**
 * Whom a NACK of listeners is about. Envoy takes the good ones of a response and names the bad ones
 * ({@code Error adding/updating listener(s) NAME: …}, its {@code lds_api.cc}), but a NACK counts
 * for all that were in the response.
 */
final class RefusedListener {
  private static final Pattern ANY = Pattern.compile("cilium-[a-z]+-(?:in|e)gress:[0-9]+");

  private RefusedListener() {}

  /** What a proxy has said of this very resource. */
  static Delivery judged(ResourceKey key, Delivery outcome) {
    return key.typeUrl().equals(EnvoyTypes.LISTENER)
            && outcome instanceof Delivery.Rejected rejected
            && !is(key.name(), rejected.reason())
        ? new Delivery.Acked(rejected.version())
        : outcome;
  }

  /** Whether it is this one: it is named, or nobody is. */
  private static boolean is(String name, String reason) {
    var named = ANY.matcher(reason).results().map(found -> found.group()).toList();
    return named.isEmpty() || named.contains(name);
  }
}
