package dev.chancery.testproxy.policy;

import dev.chancery.api.cilium.TLSContext;
import dev.chancery.testproxy.wire.Rejected;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule's {@code TLSContext}: which secrets it waits for.
 *
 * @param secretNames names of SDS secrets, without which the connection is closed
 */
record TlsUse(List<String> secretNames) {
  TlsUse {
    secretNames = List.copyOf(secretNames);
  }

  static TlsUse downstream(TLSContext context) throws Rejected {
    if (context.getTlsSdsSecret().isEmpty() && context.getCertificateChain().isEmpty()) {
      throw new Rejected(
          4, "PortNetworkPolicyRule: downstream TLS context has no certificate chain");
    }
    return of(context);
  }

  static TlsUse upstream(TLSContext context) throws Rejected {
    if (context.getValidationContextSdsSecret().isEmpty() && context.getTrustedCa().isEmpty()) {
      throw new Rejected(4, "PortNetworkPolicyRule: upstream TLS context has no trusted CA");
    }
    if (context.getServerNamesCount() > 1) {
      throw new Rejected(
          4, "PortNetworkPolicyRule: upstream TLS context has more than one server name");
    }
    return of(context);
  }

  private static TlsUse of(TLSContext context) throws Rejected {
    boolean twoCas =
        !context.getValidationContextSdsSecret().isEmpty() && !context.getTrustedCa().isEmpty();
    boolean twoCertificates =
        !context.getTlsSdsSecret().isEmpty()
            && !(context.getCertificateChain().isEmpty() && context.getPrivateKey().isEmpty());
    if (twoCas || twoCertificates) {
      throw new Rejected(4, "PortNetworkPolicyRule: TLS context both inline and by secret");
    }
    List<String> names = new ArrayList<>();
    names.add(context.getTlsSdsSecret());
    names.add(context.getValidationContextSdsSecret());
    names.removeIf(String::isEmpty);
    return new TlsUse(names);
  }

  boolean ready(Secrets secrets) {
    return secretNames.stream().allMatch(secrets::present);
  }
}
