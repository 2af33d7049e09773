package dev.chancery.agent.reconcile;

import dev.chancery.agent.source.ObjectKey;
import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.Problem;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.model.ConnectionRules;
import dev.chancery.policy.model.L7Spec;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.PortRule;
import dev.chancery.policy.model.SecretRef;
import dev.chancery.policy.model.TlsContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Puts Secrets that are not there on the policies that name them. Such a policy is in force: what
 * it allows by the Secret stays closed until there is one. Pure.
 */
public final class MissingSecrets {
  /** Code of the warnings. */
  public static final String CODE = "secret-missing";

  private MissingSecrets() {}

  /** The view, with a warning for each place that names a Secret that it does not have. */
  public static NodeView on(NodeView view) {
    Map<ObjectKey, List<Problem>> warnings = new HashMap<>();
    for (Policy policy : view.world().policies()) {
      List<Problem> found = new ArrayList<>();
      places(
          policy,
          (ref, at) -> {
            if (!view.secrets().byRef().containsKey(ref)) {
              found.add(Problem.warning(CODE, at.path(), at.location(), text(ref)));
            }
          });
      if (!found.isEmpty()) {
        warnings.put(key(policy.ref()), found.stream().distinct().toList());
      }
    }
    return view.withProblems(warnings);
  }

  private static String text(SecretRef ref) {
    return "secret %s: not there; until it is, the proxy lets nothing pass by this rule (expected: %s)"
        .formatted(
            ref.namespace().isEmpty() ? ref.name() : ref.namespace() + "/" + ref.name(),
            ref.namespace().isEmpty() ? "its namespace too" : "a Secret of this name");
  }

  private static void places(Policy policy, BiConsumer<SecretRef, Provenance> then) {
    policy.rules().stream()
        .flatMap(r -> r.elements().stream())
        .flatMap(e -> e.ports().stream())
        .forEach(ports -> places(ports, then));
  }

  private static void places(PortRule ports, BiConsumer<SecretRef, Provenance> then) {
    ConnectionRules connection = ports.connection();
    tls(connection.terminatingTls(), ports.origin().field("terminatingTLS"), then);
    tls(connection.originatingTls(), ports.origin().field("originatingTLS"), then);
    if (ports.l7() instanceof L7Spec.Http http) {
      http.rules()
          .forEach(
              rule ->
                  rule.actions().stream()
                      .filter(a -> a.value().isEmpty())
                      .flatMap(a -> a.secret().stream())
                      .forEach(s -> then.accept(s, rule.origin().field("headerMatches"))));
    }
  }

  private static void tls(
      Optional<TlsContext> tls, Provenance at, BiConsumer<SecretRef, Provenance> then) {
    tls.flatMap(TlsContext::secret).ifPresent(ref -> then.accept(ref, at.field("secret")));
  }

  private static ObjectKey key(PolicyRef ref) {
    return new ObjectKey(ref.kind(), ref.namespace(), ref.name());
  }
}
