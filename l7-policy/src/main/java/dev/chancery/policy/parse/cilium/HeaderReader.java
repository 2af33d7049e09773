package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.model.HeaderRule;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Node;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads {@code headers[]}: what stands before the first space is the name, with or without a colon;
 * the rest is the value. Without a space the header has only to be there.
 */
final class HeaderReader {
  private static final Pattern TOKEN = Pattern.compile("[-!#$%&'*+.^_`|~0-9A-Za-z]+");
  private static final Pattern NO_FIELD_VALUE = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");
  private static final Pattern LOOKS_LIKE_PATTERN =
      Pattern.compile("\\[[^\\]]+\\]|\\.[*+?]|\\)[*+?]|\\|.*\\)|\\\\[dDwWsSb.]|^\\^|\\$$");

  private final Context context;

  HeaderReader(Context context) {
    this.context = context;
  }

  Optional<HeaderRule> read(Node node) {
    Optional<String> text = Fields.string(node, context.findings());
    if (text.isEmpty()) {
      return Optional.empty();
    }
    int space = text.get().indexOf(' ');
    String front = space < 0 ? text.get() : text.get().substring(0, space);
    String name = front.endsWith(":") ? front.substring(0, front.length() - 1) : front;
    Optional<String> value =
        space < 0 ? Optional.empty() : Optional.of(text.get().substring(space + 1));
    return named(node, name, value);
  }

  /** Without a value the header has only to be there. */
  Optional<HeaderRule> named(Node node, String name, Optional<String> value) {
    if (!TOKEN.matcher(name).matches()) {
      context
          .findings()
          .error(
              node,
              "invalid-header",
              "\"" + name + "\" is not the name of a header (expected: such as \"X-Token: 42\")");
      return Optional.empty();
    }
    return value.isEmpty()
        ? Optional.of(new HeaderRule.Present(name))
        : value(node, name, value.get());
  }

  private Optional<HeaderRule> value(Node node, String name, String value) {
    if (context.headerValuesAreRegex()) {
      return context.patterns().read(value, node).map(p -> new HeaderRule.Regex(name, p));
    }
    if (NO_FIELD_VALUE.matcher(value).find()) {
      context.findings().error(node, "invalid-header", "value of " + name + ": control character");
      return Optional.empty();
    }
    if (LOOKS_LIKE_PATTERN.matcher(value).find()) {
      context
          .findings()
          .warning(
              node,
              "header-pattern",
              "the value of "
                  + name
                  + " is compared as it stands, and looks like a pattern"
                  + " (a pattern is meant? annotate the policy with "
                  + HeaderValues.ANNOTATION
                  + ": regex)");
    }
    return Optional.of(new HeaderRule.Exact(name, value));
  }
}
