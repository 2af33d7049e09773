package dev.chancery.agent.offline;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chancery.agent.proxyports.ProxyPortRange;
import dev.chancery.envoy.cilium.CiliumOptions;
import dev.chancery.envoy.cilium.CiliumTranslator;
import dev.chancery.envoy.cilium.IpFamilies;
import dev.chancery.envoy.cilium.ProxyListener;
import dev.chancery.envoy.cilium.SecretUse;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.resolve.Resolution;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a cilium-envoy is sent. Ports are those of an agent that has given none yet. */
final class CiliumTranslation {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SECRET =
      "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret";

  private final CiliumTranslator translator;
  private final IpFamilies families;
  private final List<ObjectNode> resources = new ArrayList<>();

  private CiliumTranslation(CiliumOptions options) {
    this.translator = new CiliumTranslator(options);
    this.families = options.families();
  }

  static List<ObjectNode> of(Resolution resolution, CiliumOptions options) {
    var translation = new CiliumTranslation(options);
    List<EndpointPolicy> policies =
        resolution.policies().values().stream()
            .sorted(Comparator.comparingInt(p -> p.endpoint().id()))
            .toList();
    translation.policies(policies);
    translation.translator.hosts(resolution.ipCache()).stream()
        .map(Translation::resource)
        .forEach(translation.resources::add);
    translation.listeners(policies);
    translation.secrets(policies);
    return translation.resources;
  }

  private void policies(Collection<EndpointPolicy> policies) {
    policies.stream()
        .flatMap(p -> translator.policy(p).stream())
        .map(Translation::resource)
        .forEach(resources::add);
  }

  private void listeners(Collection<EndpointPolicy> policies) {
    Set<ProxyListener> needed = EnumSet.noneOf(ProxyListener.class);
    policies.stream()
        .filter(p -> p.endpoint().addresses().stream().anyMatch(families::serve))
        .forEach(p -> needed.addAll(ProxyListener.of(p)));
    int port = ProxyPortRange.DEFAULT.min();
    for (ProxyListener listener : needed) {
      ObjectNode node = Translation.resource(translator.listener(listener, port));
      node.put("note", "the agent gives another port, which is part of the name");
      resources.add(node);
      port++;
    }
  }

  /** By name: their values are nobody's business here. */
  private void secrets(Collection<EndpointPolicy> policies) {
    Set<SecretUse> uses = new LinkedHashSet<>();
    policies.forEach(p -> uses.addAll(translator.secrets(p)));
    uses.stream()
        .sorted(Comparator.comparing(u -> translator.secretName(u.ref()) + " " + u.purpose()))
        .forEach(
            use -> {
              ObjectNode node = JSON.createObjectNode();
              node.put("type", SECRET);
              node.put("name", translator.secretName(use.ref()));
              node.put("secret", use.ref().namespace() + "/" + use.ref().name());
              node.put("note", use.purpose() + "; not shown");
              resources.add(node);
            });
  }
}
