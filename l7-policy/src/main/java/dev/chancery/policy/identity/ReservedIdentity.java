package dev.chancery.policy.identity;

import dev.chancery.policy.label.Label;
import dev.chancery.policy.label.Labels;
import java.util.Locale;

/** The identities with fixed numbers, as in Cilium's {@code pkg/identity/numericidentity.go}. */
public enum ReservedIdentity {
  HOST(1),
  WORLD(2),
  UNMANAGED(3),
  HEALTH(4),
  INIT(5),
  REMOTE_NODE(6),
  KUBE_APISERVER(7),
  INGRESS(8),
  WORLD_IPV4(9),
  WORLD_IPV6(10);

  private final Identity identity;

  ReservedIdentity(int number) {
    identity = new Identity(number, Labels.of(Label.reserved(text())));
  }

  public int number() {
    return identity.number();
  }

  public Identity identity() {
    return identity;
  }

  /** As in {@code reserved:kube-apiserver}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
