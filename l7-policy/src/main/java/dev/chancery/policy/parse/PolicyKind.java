package dev.chancery.policy.parse;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of objects that are policies. */
enum PolicyKind {
  CILIUM("CiliumNetworkPolicy", "cilium.io/v2", true),
  CILIUM_CLUSTERWIDE("CiliumClusterwideNetworkPolicy", "cilium.io/v2", false);

  private final String text;
  private final String apiVersion;
  private final boolean namespaced;

  PolicyKind(String text, String apiVersion, boolean namespaced) {
    this.text = text;
    this.apiVersion = apiVersion;
    this.namespaced = namespaced;
  }

  /** Empty for objects of other kinds. */
  static Optional<PolicyKind> of(String kind) {
    return Arrays.stream(values()).filter(k -> k.text.equals(kind)).findFirst();
  }

  /** Whether policies are bundled in one object, as {@code kubectl get -o yaml} prints them. */
  static boolean isList(String kind) {
    return Arrays.stream(values()).anyMatch(k -> kind.equals(k.text + "List"));
  }

  String apiVersion() {
    return apiVersion;
  }

  boolean isNamespaced() {
    return namespaced;
  }
}
