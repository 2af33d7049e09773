package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.model.HeaderAction;
import dev.chancery.policy.model.HeaderRule;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.model.Pattern;
import dev.chancery.policy.parse.yaml.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code rules.http}. */
final class HttpReader {
  private final Context context;
  private final HeaderReader headers;
  private final HeaderMatchReader headerMatches;

  HttpReader(Context context) {
    this.context = context;
    this.headers = new HeaderReader(context);
    this.headerMatches = new HeaderMatchReader(context.findings(), headers);
  }

  List<HttpRule> read(Fields rules) {
    return rules.objects("http", CiliumSchema.HTTP_RULE).stream().map(this::rule).toList();
  }

  private HttpRule rule(Fields rule) {
    List<HeaderRule> demanded = new ArrayList<>();
    List<HeaderAction> actions = new ArrayList<>();
    rule.list("headers").forEach(n -> headers.read(n).ifPresent(demanded::add));
    rule.objects("headerMatches", CiliumSchema.HEADER_MATCH)
        .forEach(m -> headerMatches.read(m, demanded, actions));
    return new HttpRule(
        pattern(rule, "method"),
        pattern(rule, "path"),
        pattern(rule, "host"),
        demanded,
        actions,
        context.origin(rule.node()));
  }

  /** An empty text demands nothing, as in Cilium. */
  private Optional<Pattern> pattern(Fields rule, String field) {
    Optional<String> text = rule.string(field).filter(s -> !s.isEmpty());
    return text.flatMap(t -> context.patterns().read(t, rule.get(field).orElse(rule.node())));
  }
}
