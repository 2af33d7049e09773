package dev.chancery.policy.parse.cilium;

import com.google.common.net.InetAddresses;
import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code fromCIDR}, {@code fromCIDRSet} and their egress twins. */
final class CidrReader {
  private static final String CODE = "invalid-cidr";

  private final Context context;
  private final CidrGroupReader groups;

  CidrReader(Context context) {
    this.context = context;
    this.groups = new CidrGroupReader(context.findings());
  }

  /** {@code fromCIDR}: up to 1.19 a bare address is a prefix of full length. */
  List<PeerSelector> prefixes(Fields element, String field) {
    boolean wantsLength = context.language().compat().isAtLeast(Compat.V1_20);
    List<PeerSelector> peers = new ArrayList<>();
    for (Node node : element.list(field)) {
      written(node, wantsLength)
          .ifPresent(w -> peers.add(new PeerSelector.Cidr(w.prefix, List.of())));
    }
    return peers;
  }

  /** {@code fromCIDRSet}: a length is demanded, and every exception starts inside. */
  List<PeerSelector> sets(Fields element, String field) {
    List<PeerSelector> peers = new ArrayList<>();
    for (Fields set : element.objects(field, CiliumSchema.CIDR_SET)) {
      peers.addAll(set(set));
    }
    return peers;
  }

  private List<PeerSelector> set(Fields set) {
    checkOneKind(set);
    Optional<Written> cidr = filled(set, "cidr").flatMap(n -> written(n, true));
    List<IpPrefix> except = new ArrayList<>();
    for (Node node : set.list("except")) {
      Optional<Written> out = written(node, true);
      out.ifPresent(o -> except.add(o.prefix));
      if (cidr.isPresent() && out.isPresent() && !cidr.get().prefix.contains(out.get().address)) {
        context
            .findings()
            .error(
                node,
                "except-outside",
                "allow CIDR prefix "
                    + cidr.get().prefix
                    + " does not contain exclude CIDR prefix "
                    + out.get().prefix);
      }
    }
    List<PeerSelector> peers = new ArrayList<>();
    cidr.ifPresent(c -> peers.add(new PeerSelector.Cidr(c.prefix, except)));
    groups.read(set).forEach(g -> peers.add(new PeerSelector.CidrGroup(g, except)));
    return peers;
  }

  private void checkOneKind(Fields set) {
    long kinds =
        Stream.of("cidr", "cidrGroupRef", "cidrGroupSelector")
            .filter(f -> filled(set, f).isPresent())
            .count();
    if (kinds > 1) {
      context
          .findings()
          .error(
              set.node(),
              "two-cidrs",
              "more than one of cidr, cidrGroupRef, or cidrGroupSelector may not be set");
    }
    if (kinds == 0) {
      context
          .findings()
          .error(
              set.node(), "no-cidr", "one of cidr, cidrGroupRef, or cidrGroupSelector is required");
    }
  }

  /** An empty text is none. */
  static Optional<Node> filled(Fields fields, String name) {
    return fields
        .get(name)
        .filter(n -> !(n instanceof Node.Scalar scalar && scalar.text().isEmpty()));
  }

  private Optional<Written> written(Node node, boolean wantsLength) {
    Optional<String> text = Fields.string(node, context.findings());
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.get().isEmpty()) {
      context.findings().error(node, CODE, "IP must be specified");
      return Optional.empty();
    }
    Optional<Written> written = Written.parse(text.get(), wantsLength);
    if (written.isEmpty()) {
      context
          .findings()
          .error(
              node,
              CODE,
              "unable to parse CIDR: \""
                  + text.get()
                  + "\" (expected: such as 10.0.0.0/8 or fd00::/8)");
    }
    return written;
  }

  /**
   * A prefix, and the address in it that the user wrote: an exception has only to start inside.
   *
   * @param address of full length
   */
  private record Written(IpPrefix prefix, IpPrefix address) {
    /** Empty for anything else, addresses with a zone included. */
    static Optional<Written> parse(String text, boolean wantsLength) {
      int slash = text.indexOf('/');
      if (text.indexOf('%') >= 0 || (wantsLength && slash < 0)) {
        return Optional.empty();
      }
      try {
        String address = slash < 0 ? text : text.substring(0, slash);
        return Optional.of(
            new Written(IpPrefix.parse(text), IpPrefix.of(InetAddresses.forString(address))));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  }
}
