package dev.chancery.agent.engines;

import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.api.cilium.NetworkPolicyHosts;
import dev.chancery.envoy.EnvoyResource;
import dev.chancery.envoy.cilium.CiliumOptions;
import dev.chancery.envoy.cilium.CiliumTranslator;
import dev.chancery.envoy.cilium.SecretUse;
import dev.chancery.envoy.cilium.Secrets;
import dev.chancery.testproxy.SecretStore;
import dev.chancery.testproxy.policy.HostMap;
import dev.chancery.testproxy.policy.PolicyMap;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.Rejected;
import dev.chancery.testproxy.wire.Violation;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a proxy of one generation has read of the messages that a view makes.
 *
 * @param violations of the rules of cilium-envoy, without a NACK too
 */
record CiliumMessages(PolicyMap policies, HostMap hosts, List<Violation> violations) {

  /**
   * Of whole responses, as a proxy that has just connected gets them.
   *
   * @throws AssertionError if the proxy refuses them
   */
  static CiliumMessages of(NodeView view, CiliumOptions options, ProxyGeneration generation) {
    CiliumTranslator translator = new CiliumTranslator(options);
    Secrets secrets = secrets(view, translator);
    List<NetworkPolicy> policies =
        view.resolution().policies().values().stream()
            .flatMap(p -> translator.policy(p, secrets.refs()::contains).stream())
            .map(r -> (NetworkPolicy) r.message())
            .toList();
    List<NetworkPolicyHosts> hosts =
        translator.hosts(view.resolution().ipCache()).stream()
            .map(EnvoyResource::message)
            .map(NetworkPolicyHosts.class::cast)
            .toList();
    List<Violation> violations = new ArrayList<>();
    try {
      return new CiliumMessages(
          PolicyMap.of(generation, policies, arrived(secrets), violations::add),
          HostMap.of(hosts),
          violations);
    } catch (Rejected e) {
      throw new AssertionError(generation + " refuses what it is sent: " + e.text(), e);
    }
  }

  /** Of those that policies name, those that the view has. */
  private static Secrets secrets(NodeView view, CiliumTranslator translator) {
    Set<SecretUse> uses =
        view.resolution().policies().values().stream()
            .flatMap(p -> translator.secrets(p).stream())
            .collect(Collectors.toSet());
    return translator.secrets(uses, view.secrets().values());
  }

  private static SecretStore arrived(Secrets secrets) {
    return SecretStore.of(
        secrets.served().stream().map(EnvoyResource::message).map(Secret.class::cast).toList());
  }
}
