package dev.chancery.policy.resolve;

import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.Authentication;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.model.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/** What an entry says, in one line: {@code allow through http, paths /a *, names a.test}. */
final class EntryText {
  private EntryText() {}

  static String of(PolicyEntry entry) {
    if (entry.action() == Action.DENY) {
      return "deny";
    }
    List<String> said = new ArrayList<>();
    said.add("allow");
    entry
        .redirect()
        .ifPresent(
            r ->
                said.add(
                    "through "
                        + (r.proxyPort().isPresent() ? r.proxyPort().getAsInt() : name(entry, r))
                        + " at "
                        + r.priority()));
    if (entry.l7() instanceof L7Rules.Http http) {
      said.add("paths " + http.rules().stream().map(EntryText::path).collect(joined()));
    }
    if (entry.l7() instanceof L7Rules.Dns dns) {
      said.add(
          "asks "
              + dns.rules().stream()
                  .map(r -> r.matchName().or(r::matchPattern).orElse("?"))
                  .collect(joined()));
    }
    if (!entry.connection().serverNames().isEmpty()) {
      said.add("names " + String.join(" ", entry.connection().serverNames()));
    }
    entry.connection().terminatingTls().ifPresent(t -> said.add("terminating"));
    entry.connection().originatingTls().ifPresent(t -> said.add("originating"));
    entry.authentication().map(Authentication::text).ifPresent(a -> said.add("auth " + a));
    return String.join(", ", said);
  }

  private static String name(PolicyEntry entry, Redirect redirect) {
    return entry.l7() instanceof L7Rules.Unenforced other
        ? other.parser()
        : redirect.parser().text();
  }

  private static String path(HttpRule rule) {
    return rule.path().map(Pattern::text).orElse("*");
  }

  private static Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(" ");
  }
}
