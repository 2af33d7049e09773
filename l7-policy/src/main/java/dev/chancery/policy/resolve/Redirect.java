package dev.chancery.policy.resolve;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where traffic goes on its way.
 *
 * @param parser whose rules decide which way wins where several cover the same traffic
 * @param priority 1–126, lower wins: the parser's, or the one written beside a listener
 * @param proxyPort of a listener of the user's own, once it has one; empty for the shared listeners
 */
public record Redirect(Parser parser, int priority, OptionalInt proxyPort) {
  /** What reads the traffic; as in Cilium's {@code pkg/policy/l4.go}. */
  public enum Parser {
    HTTP("http", 101),
    KAFKA("kafka", 106),
    PROXYLIB("", 111),
    TLS("tls", 116),
    DNS("dns", 121),
    CRD("crd", 126);

    private final String text;
    private final int priority;

    Parser(String text, int priority) {
      this.text = text;
      this.priority = priority;
    }

    /** As error messages name it; of {@link #PROXYLIB} they show the text of {@code l7proto}. */
    public String text() {
      return text;
    }

    public int priority() {
      return priority;
    }
  }

  /** What rules alone ask for. */
  static Optional<Redirect> of(L7Rules rules) {
    if (rules instanceof L7Rules.Http) {
      return Optional.of(to(Parser.HTTP));
    }
    if (rules instanceof L7Rules.Dns) {
      return Optional.of(to(Parser.DNS));
    }
    return rules instanceof L7Rules.Unenforced other
        ? Optional.of(to(other.parser().equals("kafka") ? Parser.KAFKA : Parser.PROXYLIB))
        : Optional.empty();
  }

  public static Redirect to(Parser parser) {
    return new Redirect(parser, parser.priority(), OptionalInt.empty());
  }
}
