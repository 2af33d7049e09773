package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.model.DnsRule;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Node;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code rules.dns}. */
final class DnsReader {
  private static final Pattern NAME = Pattern.compile("[-a-zA-Z0-9_.]*");
  private static final Pattern PATTERN = Pattern.compile("[-a-zA-Z0-9_.*]*");
  private static final int MAX_PATTERN = 255;

  private final Context context;

  DnsReader(Context context) {
    this.context = context;
  }

  List<DnsRule> read(Fields rules) {
    return rules.objects("dns", CiliumSchema.DNS_RULE).stream().map(this::rule).toList();
  }

  private DnsRule rule(Fields rule) {
    Optional<String> name = rule.string("matchName").filter(s -> !s.isEmpty());
    Optional<String> pattern = rule.string("matchPattern").filter(s -> !s.isEmpty());
    if (name.isPresent() == pattern.isPresent()) {
      error(
          rule.node(),
          "a DNS rule has "
              + (name.isPresent() ? "both" : "neither")
              + " matchName and matchPattern (expected: one of them)");
    }
    name.filter(n -> !NAME.matcher(n).matches())
        .ifPresent(
            n ->
                error(
                    rule.get("matchName").orElse(rule.node()),
                    "Invalid characters in MatchName: \""
                        + n
                        + "\". Only 0-9, a-z, A-Z and . and - characters are allowed"));
    pattern.ifPresent(p -> checkPattern(p, rule.get("matchPattern").orElse(rule.node())));
    return new DnsRule(name, pattern, context.origin(rule.node()));
  }

  private void checkPattern(String pattern, Node at) {
    if (!PATTERN.matcher(pattern).matches()) {
      error(
          at,
          "Invalid characters in MatchPattern: \""
              + pattern
              + "\". Only 0-9, a-z, A-Z and ., -, _ and * characters are allowed");
    } else if (pattern.length() > MAX_PATTERN) {
      error(at, "Invalid MatchPattern: \"" + pattern + "\". Must be <= 255 characters long.");
    }
  }

  private void error(Node at, String message) {
    context.findings().error(at, "invalid-dns-rule", message);
  }
}
