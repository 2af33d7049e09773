package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.Direction;
import dev.chancery.policy.model.ConnectionRules;
import dev.chancery.policy.model.ListenerRef;
import dev.chancery.policy.model.SecretRef;
import dev.chancery.policy.model.TlsContext;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Findings;
import dev.chancery.policy.parse.yaml.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what stands beside {@code rules}: TLS contexts, server names, a listener. */
final class ConnectionReader {
  private static final Set<String> ENVOY_CONFIGS =
      Set.of("CiliumEnvoyConfig", "CiliumClusterwideEnvoyConfig");
  private static final int MAX_PRIORITY = 100;
  private static final int LOWEST_PRIORITY = 126;

  private final Context context;

  ConnectionReader(Context context) {
    this.context = context;
  }

  /**
   * @param hasL7 whether {@code rules} are written beside
   */
  ConnectionRules read(Fields rule, ElementKind kind, boolean hasL7) {
    Optional<TlsContext> terminating = tls(rule, "terminatingTLS");
    Optional<TlsContext> originating = tls(rule, "originatingTLS");
    List<String> names = serverNames(rule);
    if (!names.isEmpty() && hasL7 && terminating.isEmpty()) {
      error(
          rule.get("serverNames").orElse(rule.node()),
          "server-names-with-rules",
          "ServerNames are not allowed with L7 rules without TLS termination");
    }
    Optional<ListenerRef> listener =
        rule.object("listener", CiliumSchema.LISTENER).map(this::listener);
    listener.ifPresent(l -> check(l, rule, kind, hasL7));
    return new ConnectionRules(terminating, originating, names, listener);
  }

  private Optional<TlsContext> tls(Fields rule, String field) {
    return rule.object(field, CiliumSchema.TLS)
        .map(
            tls ->
                new TlsContext(
                    secret(tls),
                    tls.string("trustedCA").filter(s -> !s.isEmpty()),
                    tls.string("certificate").filter(s -> !s.isEmpty()),
                    tls.string("privateKey").filter(s -> !s.isEmpty())));
  }

  private Optional<SecretRef> secret(Fields tls) {
    if (!tls.has("secret")) {
      findings().schemaError(tls.node(), "required", "secret is required");
    }
    return tls.object("secret", CiliumSchema.SECRET)
        .map(s -> new SecretRef(s.string("namespace").orElse(""), s.required("name")));
  }

  private List<String> serverNames(Fields rule) {
    for (Node node : rule.list("serverNames")) {
      Fields.string(node, findings()).ifPresent(name -> checkName(name, node));
    }
    return rule.strings("serverNames");
  }

  private void checkName(String name, Node at) {
    if (name.isEmpty()) {
      error(at, "empty-server-name", "empty server name is not allowed");
    } else if (!ServerNames.accepts(name, context.language().compat())) {
      findings()
          .schemaError(
              at,
              "pattern",
              "\""
                  + name
                  + "\" is no server name (expected: such as api.example.com or"
                  + " *.example.com)");
    }
  }

  private ListenerRef listener(Fields listener) {
    Optional<Fields> config = listener.object("envoyConfig", CiliumSchema.ENVOY_CONFIG);
    if (!listener.has("envoyConfig")) {
      findings().schemaError(listener.node(), "required", "envoyConfig is required");
    }
    String kind = config.flatMap(c -> c.string("kind")).orElse("");
    if (!kind.isEmpty() && !ENVOY_CONFIGS.contains(kind)) {
      findings()
          .schemaError(
              config.get().get("kind").orElse(listener.node()),
              "enum",
              "kind: " + kind + " (expected: CiliumEnvoyConfig or CiliumClusterwideEnvoyConfig)");
    }
    int priority = listener.integer("priority", 0, 255).orElse(0);
    if (listener.has("priority") && (priority < 1 || priority > MAX_PRIORITY)) {
      findings()
          .schemaError(
              listener.get("priority").orElse(listener.node()),
              "range",
              "priority: " + priority + " (expected: 1-" + MAX_PRIORITY + ")");
    }
    return new ListenerRef(
        kind,
        config.map(c -> c.required("name")).orElse(""),
        listener.required("name"),
        Math.min(priority, LOWEST_PRIORITY));
  }

  private void check(ListenerRef listener, Fields rule, ElementKind kind, boolean hasL7) {
    Node at = rule.get("listener").orElse(rule.node());
    if (kind.direction() == Direction.INGRESS) {
      error(
          at,
          "listener-on-ingress",
          "Listener is not allowed on ingress (" + listener.name() + ")");
    }
    if (hasL7) {
      error(
          at,
          "listener-with-rules",
          "Listener is not allowed with L7 rules (" + listener.name() + ")");
    }
  }

  private void error(Node at, String code, String message) {
    findings().error(at, code, message);
  }

  private Findings findings() {
    return context.findings();
  }
}
