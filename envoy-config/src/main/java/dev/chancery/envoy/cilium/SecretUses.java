package dev.chancery.envoy.cilium;

import dev.chancery.policy.Direction;
import dev.chancery.policy.model.ConnectionRules;
import dev.chancery.policy.model.HeaderAction;
import dev.chancery.policy.model.TlsContext;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.resolve.L7Rules;
import dev.chancery.policy.resolve.PolicyEntry;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the secrets that a policy names; the keys in them are those that Cilium takes. */
final class SecretUses {
  private final Set<SecretUse> uses = new LinkedHashSet<>();

  private SecretUses() {}

  static Set<SecretUse> of(EndpointPolicy policy) {
    var found = new SecretUses();
    Stream.of(Direction.values())
        .flatMap(d -> policy.direction(d).entries().stream())
        .forEach(found::entry);
    return Set.copyOf(found.uses);
  }

  private void entry(PolicyEntry entry) {
    ConnectionRules connection = entry.connection();
    connection.terminatingTls().ifPresent(this::certificate);
    connection.originatingTls().ifPresent(this::trustedCa);
    if (entry.l7() instanceof L7Rules.Http http) {
      http.rules().forEach(r -> r.actions().forEach(this::header));
    }
  }

  private void certificate(TlsContext tls) {
    tls.secret()
        .map(
            s ->
                new SecretUse.Certificate(
                    s, tls.certificate().orElse("tls.crt"), tls.privateKey().orElse("tls.key")))
        .ifPresent(uses::add);
  }

  private void trustedCa(TlsContext tls) {
    tls.secret()
        .map(s -> new SecretUse.TrustedCa(s, tls.trustedCa().orElse("ca.crt")))
        .ifPresent(uses::add);
  }

  /** A value beside a secret is used in the secret's place. */
  private void header(HeaderAction action) {
    action
        .secret()
        .filter(s -> action.value().isEmpty())
        .map(SecretUse.HeaderValue::new)
        .ifPresent(uses::add);
  }
}
