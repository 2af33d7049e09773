package dev.chancery.envoy.rbac;

import com.github.xds.core.v3.TypedExtensionConfig;
import com.github.xds.type.matcher.v3.IPMatcher;
import com.github.xds.type.matcher.v3.Matcher;
import com.github.xds.type.matcher.v3.Matcher.MatcherList.Predicate;
import com.github.xds.type.matcher.v3.Matcher.OnMatch;
import com.github.xds.type.matcher.v3.StringMatcher;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.re2j.Pattern;
import dev.chancery.policy.IpPrefix;
import io.envoyproxy.envoy.config.rbac.v3.Action;
import io.envoyproxy.envoy.type.matcher.v3.HttpRequestHeaderMatchInput;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a matcher as Envoy 1.40 documents it, written apart from the compiler.
 *
 * @param peer address of the peer
 * @param headers lower-case name to joined values, pseudo headers included
 */
record MatcherInterpreter(IpPrefix peer, int port, Map<String, String> headers) {
  Optional<Action> run(Matcher matcher) {
    Optional<Action> found =
        switch (matcher.getMatcherTypeCase()) {
          case MATCHER_LIST ->
              matcher.getMatcherList().getMatchersList().stream()
                  .filter(m -> holds(m.getPredicate()))
                  .findFirst()
                  .flatMap(m -> outcome(m.getOnMatch()));
          case MATCHER_TREE -> tree(matcher.getMatcherTree());
          case MATCHERTYPE_NOT_SET -> Optional.empty();
        };
    return found.or(() -> matcher.hasOnNoMatch() ? outcome(matcher.getOnNoMatch()) : found);
  }

  private Optional<Action> tree(Matcher.MatcherTree tree) {
    if (tree.hasExactMatchMap()) {
      OnMatch hit = tree.getExactMatchMap().getMapMap().get(input(tree.getInput()).orElse(""));
      return hit == null ? Optional.empty() : outcome(hit);
    }
    IPMatcher ips = unpack(tree.getCustomMatch().getTypedConfig(), IPMatcher.class);
    return ips.getRangeMatchersList().stream()
        .flatMap(
            m ->
                m.getRangesList().stream()
                    .map(
                        r ->
                            Map.entry(
                                IpPrefix.parse(
                                    r.getAddressPrefix() + "/" + r.getPrefixLen().getValue()),
                                m)))
        .filter(e -> e.getKey().contains(peer))
        .max(Comparator.comparingInt(e -> e.getKey().length()))
        .flatMap(e -> outcome(e.getValue().getOnMatch()));
  }

  private Optional<Action> outcome(OnMatch onMatch) {
    return onMatch.hasMatcher()
        ? run(onMatch.getMatcher())
        : Optional.of(unpack(onMatch.getAction().getTypedConfig(), Action.class));
  }

  private boolean holds(Predicate predicate) {
    return switch (predicate.getMatchTypeCase()) {
      case SINGLE_PREDICATE ->
          input(predicate.getSinglePredicate().getInput())
              .filter(v -> matches(predicate.getSinglePredicate().getValueMatch(), v))
              .isPresent();
      case AND_MATCHER ->
          predicate.getAndMatcher().getPredicateCount() >= 2
              && predicate.getAndMatcher().getPredicateList().stream().allMatch(this::holds);
      case OR_MATCHER ->
          predicate.getOrMatcher().getPredicateCount() >= 2
              && predicate.getOrMatcher().getPredicateList().stream().anyMatch(this::holds);
      case NOT_MATCHER -> !holds(predicate.getNotMatcher());
      default -> throw new IllegalStateException("unexpected: " + predicate.getMatchTypeCase());
    };
  }

  private static boolean matches(StringMatcher matcher, String value) {
    return matcher.hasSafeRegex()
        ? Pattern.matches(matcher.getSafeRegex().getRegex(), value)
        : matcher.getExact().equals(value);
  }

  private Optional<String> input(TypedExtensionConfig input) {
    if (input.getTypedConfig().is(HttpRequestHeaderMatchInput.class)) {
      String name =
          unpack(input.getTypedConfig(), HttpRequestHeaderMatchInput.class).getHeaderName();
      return Optional.ofNullable(headers.get(name));
    }
    return Optional.of(input.getName().equals("destination-port") ? "" + port : "");
  }

  private static <T extends Message> T unpack(com.google.protobuf.Any any, Class<T> type) {
    try {
      return any.unpack(type);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }
}
