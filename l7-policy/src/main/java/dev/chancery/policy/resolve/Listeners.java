package dev.chancery.policy.resolve;

import dev.chancery.policy.model.ListenerRef;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The user's own listeners, as rules name them. */
final class Listeners {
  private static final String NAMESPACED = "CiliumEnvoyConfig";
  private static final int LOWEST_PRIORITY = 126;

  private final Map<String, Integer> ports;

  /**
   * @param ports by {@code namespace/config/listener}
   */
  Listeners(Map<String, Integer> ports) {
    this.ports = ports;
  }

  /**
   * {@code namespace/config/listener}: a namespaced configuration is one of the subject's
   * namespace. Empty if the subject has none.
   */
  static Optional<String> name(ListenerRef listener, String subjectNamespace) {
    boolean namespaced = listener.kind().equals(NAMESPACED);
    if (namespaced && subjectNamespace.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        (namespaced ? subjectNamespace : "") + "/" + listener.config() + "/" + listener.name());
  }

  /** A listener that has no port yet is still where the traffic has to go. */
  Redirect redirect(ListenerRef listener, String name) {
    int priority =
        listener.priority() == 0 ? LOWEST_PRIORITY : Math.min(listener.priority(), LOWEST_PRIORITY);
    Integer port = ports.get(name);
    return new Redirect(
        Redirect.Parser.CRD, priority, port == null ? OptionalInt.empty() : OptionalInt.of(port));
  }
}
