package dev.chancery.envoy.npds;

import com.google.protobuf.ByteString;
import dev.chancery.api.cilium.HeaderMatch;
import dev.chancery.api.cilium.HeaderMatch.MismatchAction;
import dev.chancery.api.cilium.HttpNetworkPolicyRule;
import dev.chancery.api.cilium.HttpNetworkPolicyRules;
import dev.chancery.policy.model.HeaderAction;
import dev.chancery.policy.model.HeaderRule;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.model.SecretRef;
import dev.chancery.policy.resolve.L7Rules;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** HTTP rules as matchers of headers and pseudo headers. */
final class HttpRules {
  /** A request that asks for no other protocol. */
  static final HeaderMatcher NO_UPGRADE =
      HeaderMatcher.newBuilder()
          .setName(HttpRule.UPGRADE)
          .setPresentMatch(true)
          .setInvertMatch(true)
          .build();

  /** No request matches: each has a method. */
  static final HttpNetworkPolicyRules NONE =
      HttpNetworkPolicyRules.newBuilder()
          .addHttpRules(
              HttpNetworkPolicyRule.newBuilder()
                  .addHeaders(
                      HeaderMatcher.newBuilder()
                          .setName(":method")
                          .setPresentMatch(true)
                          .setInvertMatch(true)))
          .build();

  private final SecretNames secrets;
  private final Predicate<SecretRef> served;

  HttpRules(SecretNames secrets, Predicate<SecretRef> served) {
    this.secrets = secrets;
    this.served = served;
  }

  /**
   * Without those that need a secret that is not served: the proxy would go on with the value it
   * had. Where none is left there is {@link #NONE}, as the proxy judges the requests of a
   * connection that it once let in on ports with HTTP rules alone.
   */
  HttpNetworkPolicyRules of(L7Rules.Http list) {
    List<HttpNetworkPolicyRule> rules = messages(list);
    return rules.isEmpty()
        ? NONE
        : HttpNetworkPolicyRules.newBuilder().addAllHttpRules(rules).build();
  }

  /** Each once, in an order that does not depend on that of the rules. */
  private List<HttpNetworkPolicyRule> messages(L7Rules.Http list) {
    return list.rules().stream()
        .filter(r -> r.actions().stream().flatMap(a -> secret(a).stream()).allMatch(served))
        .map(this::message)
        .distinct()
        .sorted(
            Comparator.comparing(
                HttpNetworkPolicyRule::toByteString,
                ByteString.unsignedLexicographicalComparator()))
        .toList();
  }

  private HttpNetworkPolicyRule message(HttpRule rule) {
    HttpNetworkPolicyRule.Builder message = HttpNetworkPolicyRule.newBuilder();
    rule.method().ifPresent(p -> message.addHeaders(regex(":method", p.text())));
    rule.path().ifPresent(p -> message.addHeaders(regex(":path", p.text())));
    rule.host().ifPresent(p -> message.addHeaders(regex(":authority", p.text())));
    rule.headers().forEach(h -> message.addHeaders(matcher(h)));
    if (!rule.allowsUpgrade()) {
      message.addHeaders(NO_UPGRADE);
    }
    rule.actions().forEach(a -> message.addHeaderMatches(action(a)));
    return message.build();
  }

  private static HeaderMatcher matcher(HeaderRule rule) {
    if (rule instanceof HeaderRule.Regex regex) {
      return regex(rule.name(), regex.pattern().text());
    }
    return rule instanceof HeaderRule.Exact exact
        ? exact(rule.name(), exact.value())
        : HeaderMatcher.newBuilder().setName(rule.name()).setPresentMatch(true).build();
  }

  private static HeaderMatcher exact(String name, String value) {
    return HeaderMatcher.newBuilder()
        .setName(name)
        .setStringMatch(StringMatcher.newBuilder().setExact(value))
        .build();
  }

  /** RE2 that matches the whole value; the proxy refuses an empty one, and all with it. */
  private static HeaderMatcher regex(String name, String pattern) {
    if (pattern.isEmpty()) {
      return exact(name, "");
    }
    return HeaderMatcher.newBuilder()
        .setName(name)
        .setStringMatch(
            StringMatcher.newBuilder().setSafeRegex(RegexMatcher.newBuilder().setRegex(pattern)))
        .build();
  }

  private HeaderMatch action(HeaderAction action) {
    HeaderMatch.Builder match =
        HeaderMatch.newBuilder()
            .setName(action.name())
            .setValue(action.value())
            .setMismatchAction(mismatch(action.mismatch()));
    secret(action).ifPresent(s -> match.setValueSdsSecret(secrets.of(s)));
    return match.build();
  }

  /** A value beside a secret is used in the secret's place. */
  private static Optional<SecretRef> secret(HeaderAction action) {
    return action.secret().filter(s -> action.value().isEmpty());
  }

  private static MismatchAction mismatch(HeaderAction.Mismatch mismatch) {
    return switch (mismatch) {
      case FAIL -> MismatchAction.FAIL_ON_MISMATCH;
      case LOG -> MismatchAction.CONTINUE_ON_MISMATCH;
      case ADD -> MismatchAction.ADD_ON_MISMATCH;
      case DELETE -> MismatchAction.DELETE_ON_MISMATCH;
      case REPLACE -> MismatchAction.REPLACE_ON_MISMATCH;
    };
  }
}
