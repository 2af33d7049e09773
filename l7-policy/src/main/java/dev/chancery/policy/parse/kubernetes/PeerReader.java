package dev.chancery.policy.parse.kubernetes;

import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Findings;
import dev.chancery.policy.parse.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one element of {@code from} or {@code to}. */
final class PeerReader {
  private final Selectors selectors;
  private final Findings findings;

  PeerReader(Selectors selectors, Findings findings) {
    this.selectors = selectors;
    this.findings = findings;
  }

  /** Empty, with an error, where it is none. */
  Optional<PeerSelector> read(Fields peer) {
    Optional<Fields> pods = peer.object("podSelector", KubernetesSchema.SELECTOR);
    Optional<Fields> namespaces = peer.object("namespaceSelector", KubernetesSchema.SELECTOR);
    boolean selects = peer.has("podSelector") || peer.has("namespaceSelector");
    if (peer.has("ipBlock")) {
      if (selects) {
        findings.error(
            peer.node(), "combined-peers", "may not specify both ipBlock and another peer");
      }
      return peer.object("ipBlock", KubernetesSchema.IP_BLOCK).flatMap(this::block);
    }
    if (!selects) {
      findings.error(
          peer.node(),
          "no-peer",
          "must specify a peer (expected: podSelector, namespaceSelector or ipBlock)");
    }
    return namespaces
        .map(n -> selectors.ofNamespaces(n, pods))
        .or(() -> pods.map(selectors::ofOwnNamespace))
        .map(PeerSelector.Endpoints::new);
  }

  private Optional<PeerSelector> block(Fields block) {
    if (!block.has("cidr")) {
      findings.error(block.node(), "no-cidr", "cidr: missing (expected: such as 10.0.0.0/8)");
    }
    Optional<IpPrefix> cidr = block.get("cidr").flatMap(this::prefix);
    List<IpPrefix> except = new ArrayList<>();
    for (Node node : block.list("except")) {
      prefix(node).ifPresent(e -> except.add(within(e, cidr, node)));
    }
    return cidr.map(c -> new PeerSelector.Cidr(c, except));
  }

  private IpPrefix within(IpPrefix except, Optional<IpPrefix> cidr, Node node) {
    if (cidr.isPresent()
        && (!cidr.get().contains(except) || cidr.get().length() == except.length())) {
      findings.error(
          node,
          "except-outside",
          "except: " + except + " (expected: a part of " + cidr.get() + ", and not all of it)");
    }
    return except;
  }

  private Optional<IpPrefix> prefix(Node node) {
    Optional<String> text = Fields.string(node, findings);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (text.get().indexOf('/') > 0 && text.get().indexOf('%') < 0) {
        return Optional.of(IpPrefix.parse(text.get()));
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    findings.error(
        node,
        "invalid-cidr",
        "unable to parse CIDR: \"" + text.get() + "\" (expected: such as 10.0.0.0/8 or fd00::/8)");
    return Optional.empty();
  }
}
