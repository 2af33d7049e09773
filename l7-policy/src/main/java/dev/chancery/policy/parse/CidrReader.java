package dev.chancery.policy.parse;

import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.model.PeerSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code fromCIDR}, {@code fromCIDRSet} and their egress twins. */
final class CidrReader {
  private final Findings findings;

  CidrReader(Findings findings) {
    this.findings = findings;
  }

  /** {@code fromCIDR}: a bare address is a prefix of full length. */
  List<PeerSelector> prefixes(Fields element, String field) {
    List<PeerSelector> peers = new ArrayList<>();
    for (Node node : element.list(field)) {
      prefix(node, false).ifPresent(p -> peers.add(new PeerSelector.Cidr(p, List.of())));
    }
    return peers;
  }

  /** {@code fromCIDRSet}: a length is demanded, and every exception lies inside. */
  List<PeerSelector> sets(Fields element, String field) {
    List<PeerSelector> peers = new ArrayList<>();
    for (Fields set : element.objects(field, Schema.CIDR_SET)) {
      set(set).ifPresent(peers::add);
    }
    return peers;
  }

  private Optional<PeerSelector> set(Fields set) {
    List<IpPrefix> except = new ArrayList<>();
    Optional<IpPrefix> cidr = set.get("cidr").flatMap(n -> prefix(n, true));
    for (Node node : set.list("except")) {
      Optional<IpPrefix> out = prefix(node, true);
      out.ifPresent(except::add);
      out.filter(o -> cidr.isPresent() && !startsInside(cidr.get(), o))
          .ifPresent(
              o ->
                  findings.error(
                      node,
                      "except-outside",
                      "allow CIDR prefix "
                          + cidr.get()
                          + " does not contain exclude CIDR prefix "
                          + o));
    }
    if (!set.has("cidr") && !set.has("cidrGroupRef") && !set.has("cidrGroupSelector")) {
      findings.error(
          set.node(), "no-cidr", "one of cidr, cidrGroupRef, or cidrGroupSelector must be set");
    }
    if (set.has("cidr") && (set.has("cidrGroupRef") || set.has("cidrGroupSelector"))) {
      findings.error(
          set.node(),
          "two-cidrs",
          "more than one of cidr, cidrGroupRef, or cidrGroupSelector may not be set");
    }
    return cidr.map(c -> new PeerSelector.Cidr(c, except));
  }

  /** A wider prefix that starts inside excludes everything, as in Cilium. */
  private static boolean startsInside(IpPrefix cidr, IpPrefix except) {
    return cidr.contains(IpPrefix.of(except.address()));
  }

  private Optional<IpPrefix> prefix(Node node, boolean wantsLength) {
    Optional<String> text = Fields.string(node, findings);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.get().isEmpty()) {
      findings.error(node, "invalid-cidr", "IP must be specified");
      return Optional.empty();
    }
    try {
      if (wantsLength && text.get().indexOf('/') < 0) {
        throw new IllegalArgumentException("no '/'");
      }
      if (text.get().indexOf('%') >= 0) {
        throw new IllegalArgumentException("a zone");
      }
      return Optional.of(IpPrefix.parse(text.get()));
    } catch (IllegalArgumentException e) {
      findings.error(
          node,
          "invalid-cidr",
          "unable to parse CIDR: \""
              + text.get()
              + "\" (expected: such as 10.0.0.0/8 or fd00::/8)");
      return Optional.empty();
    }
  }
}
