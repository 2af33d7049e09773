package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.model.DnsRule;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.parse.syntax.DnsNameText;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the names and patterns of names in {@code rules.dns} and {@code toFQDNs}. */
final class NameReader {
  private static final String CODE = "invalid-dns-name";

  private final Context context;

  NameReader(Context context) {
    this.context = context;
  }

  /** {@code rules.dns}. */
  List<DnsRule> rules(Fields rules) {
    List<DnsRule> read = new ArrayList<>();
    for (Fields rule : rules.objects("dns", CiliumSchema.DNS_RULE)) {
      Optional<String> name = name(rule, "and . and -");
      Optional<String> pattern = pattern(rule);
      if (name.isPresent() && pattern.isPresent()) {
        context
            .findings()
            .schemaError(rule.node(), "one-of", "a DNS rule has both matchName and matchPattern");
      }
      read.add(new DnsRule(name, pattern, context.origin(rule.node())));
    }
    return read;
  }

  /** {@code toFQDNs}. */
  List<PeerSelector> peers(Fields element, String field) {
    List<PeerSelector> peers = new ArrayList<>();
    for (Fields selector : element.objects(field, CiliumSchema.FQDN)) {
      Optional<String> name = name(selector, "and ., -, _");
      Optional<String> pattern = pattern(selector);
      if (name.isPresent() && pattern.isPresent()) {
        context
            .findings()
            .error(
                selector.node(),
                CODE,
                "only one of MatchName or MatchPattern is allowed in an FQDNSelector");
      }
      name.ifPresent(n -> peers.add(new PeerSelector.Name(n, false)));
      pattern.ifPresent(p -> peers.add(new PeerSelector.Name(p, true)));
    }
    return peers;
  }

  private Optional<String> name(Fields names, String allowed) {
    Optional<String> name = names.string("matchName").filter(s -> !s.isEmpty());
    Node at = names.get("matchName").orElse(names.node());
    if (name.isEmpty() && names.string("matchPattern").filter(s -> !s.isEmpty()).isEmpty()) {
      context
          .findings()
          .schemaError(
              names.node(), "one-of", "neither matchName nor matchPattern (expected: one of them)");
    }
    name.ifPresent(n -> checkName(n, at, allowed));
    return name;
  }

  private void checkName(String name, Node at, String allowed) {
    if (!DnsNameText.hasCharactersOfName(name)) {
      context
          .findings()
          .error(
              at,
              CODE,
              "Invalid characters in MatchName: \""
                  + name
                  + "\". Only 0-9, a-z, A-Z "
                  + allowed
                  + " characters are allowed");
    } else if (!DnsNameText.isName(name)) {
      context.findings().schemaError(at, "pattern", "\"" + name + "\" " + DnsNameText.EXPECTED);
    }
  }

  private Optional<String> pattern(Fields names) {
    Optional<String> pattern = names.string("matchPattern").filter(s -> !s.isEmpty());
    pattern.ifPresent(p -> checkPattern(p, names.get("matchPattern").orElse(names.node())));
    return pattern.map(this::inThisRelease);
  }

  private void checkPattern(String pattern, Node at) {
    if (!DnsNameText.hasCharactersOfPattern(pattern)) {
      context
          .findings()
          .error(
              at,
              CODE,
              "Invalid characters in MatchPattern: \""
                  + pattern
                  + "\". Only 0-9, a-z, A-Z and ., -, _ and * characters are allowed");
    } else if (pattern.length() > DnsNameText.MAX) {
      context
          .findings()
          .error(
              at,
              CODE,
              "Invalid MatchPattern: \"" + pattern + "\". Must be <= 255 characters long.");
    } else if (!DnsNameText.isPattern(pattern)) {
      context.findings().schemaError(at, "pattern", "\"" + pattern + "\" " + DnsNameText.EXPECTED);
    }
  }

  /** Up to 1.17 several stars in front were one. */
  private String inThisRelease(String pattern) {
    return context.language().compat().isAtLeast(Compat.V1_18)
        ? pattern
        : pattern.replaceFirst("^\\*+\\.(?=.)", "*.");
  }
}
