package dev.chancery.agent.secret;

import dev.chancery.policy.model.SecretRef;
import java.util.HashMap;
import java.util.Map;

/** The Secrets that are known at one moment: those of manifests and those of mounted folders. */
public record NodeSecrets(Map<SecretRef, SecretData> byRef) {
  public static final NodeSecrets NONE = new NodeSecrets(Map.of());

  public NodeSecrets {
    byRef = Map.copyOf(byRef);
  }

  /** Keys and values of each; the caller's own. */
  public Map<SecretRef, Map<String, byte[]>> values() {
    Map<SecretRef, Map<String, byte[]>> values = new HashMap<>();
    byRef.forEach((ref, data) -> values.put(ref, data.values()));
    return values;
  }
}
