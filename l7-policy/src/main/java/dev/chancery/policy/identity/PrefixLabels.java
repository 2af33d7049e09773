package dev.chancery.policy.identity;

import com.google.common.net.InetAddresses;
import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.label.Label;
import dev.chancery.policy.label.Labels;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Labels of identities that stand for a prefix: {@code cidr:10.0.0.0/8} and {@code reserved:world}.
 * A colon of an IPv6 address is a dash in the label, and a dash at either end has a zero beside it.
 */
public final class PrefixLabels {
  private static final String SOURCE = "cidr";

  private PrefixLabels() {}

  public static Labels of(IpPrefix prefix) {
    return Labels.of(new Label(SOURCE, key(prefix), ""), Label.reserved("world"));
  }

  private static String key(IpPrefix prefix) {
    String address = InetAddresses.toAddrString(prefix.address()).replace(':', '-');
    String front = address.startsWith("-") ? "0" : "";
    String back = address.endsWith("-") ? "0" : "";
    return front + address + back + "/" + prefix.length();
  }

  /** The prefixes that labels speak of; what is no prefix is left out. */
  public static Stream<IpPrefix> prefixes(Labels labels) {
    return labels.sorted().stream()
        .filter(l -> l.source().equals(SOURCE))
        .flatMap(l -> parse(l.key()).stream());
  }

  private static Optional<IpPrefix> parse(String key) {
    try {
      return Optional.of(IpPrefix.parse(key.replace('-', ':')));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
