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

  private final int number;

  ReservedIdentity(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  public Identity identity() {
    return new Identity(number, labels());
  }

  /** The API server is also a remote node. */
  private Labels labels() {
    Label own = Label.reserved(text());
    return this == KUBE_APISERVER
        ? Labels.of(own, Label.reserved(REMOTE_NODE.text()))
        : Labels.of(own);
  }

  /** As in {@code reserved:kube-apiserver}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
