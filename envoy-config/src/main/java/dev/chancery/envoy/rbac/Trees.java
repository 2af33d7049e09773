package dev.chancery.envoy.rbac;

import com.github.xds.core.v3.CidrRange;
import com.github.xds.core.v3.TypedExtensionConfig;
import com.github.xds.type.matcher.v3.IPMatcher;
import com.github.xds.type.matcher.v3.Matcher;
import com.github.xds.type.matcher.v3.Matcher.MatcherList;
import com.github.xds.type.matcher.v3.Matcher.MatcherList.FieldMatcher;
import com.github.xds.type.matcher.v3.Matcher.MatcherList.Predicate;
import com.github.xds.type.matcher.v3.Matcher.MatcherTree;
import com.github.xds.type.matcher.v3.Matcher.OnMatch;
import com.github.xds.type.matcher.v3.RegexMatcher;
import com.github.xds.type.matcher.v3.StringMatcher;
import com.google.common.net.InetAddresses;
import com.google.protobuf.Any;
import com.google.protobuf.UInt32Value;
import dev.chancery.policy.IpPrefix;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The shapes of {@code xds.type.matcher.v3.Matcher} that policies compile to. */
public final class Trees {
  private Trees() {}

  /** Exact values of an input, each with its outcome; {@code otherwise} for every other value. */
  static Matcher exactMap(
      TypedExtensionConfig input, Map<String, OnMatch> outcomes, OnMatch otherwise) {
    return Matcher.newBuilder()
        .setMatcherTree(
            MatcherTree.newBuilder()
                .setInput(input)
                .setExactMatchMap(MatcherTree.MatchMap.newBuilder().putAllMap(outcomes)))
        .setOnNoMatch(otherwise)
        .build();
  }

  /** The longest prefix that holds the address decides; {@code otherwise} where none does. */
  public static Matcher ipTrie(
      TypedExtensionConfig input,
      Map<OnMatch, ? extends Collection<IpPrefix>> outcomes,
      OnMatch otherwise) {
    var ips = IPMatcher.newBuilder();
    outcomes.forEach(
        (outcome, prefixes) ->
            ips.addRangeMatchers(
                IPMatcher.IPRangeMatcher.newBuilder()
                    .addAllRanges(prefixes.stream().map(Trees::range).toList())
                    .setOnMatch(outcome)
                    .setExclusive(true)));
    return Matcher.newBuilder()
        .setMatcherTree(
            MatcherTree.newBuilder()
                .setInput(input)
                .setCustomMatch(
                    TypedExtensionConfig.newBuilder()
                        .setName("ip")
                        .setTypedConfig(Any.pack(ips.build()))))
        .setOnNoMatch(otherwise)
        .build();
  }

  /** The first field matcher that holds decides. */
  static Matcher list(List<FieldMatcher> matchers, OnMatch otherwise) {
    return Matcher.newBuilder()
        .setMatcherList(MatcherList.newBuilder().addAllMatchers(matchers))
        .setOnNoMatch(otherwise)
        .build();
  }

  static FieldMatcher when(Predicate predicate, OnMatch outcome) {
    return FieldMatcher.newBuilder().setPredicate(predicate).setOnMatch(outcome).build();
  }

  /** Envoy takes only two or more members in a conjunction. */
  static Predicate all(List<Predicate> predicates) {
    return predicates.size() == 1
        ? predicates.get(0)
        : Predicate.newBuilder()
            .setAndMatcher(Predicate.PredicateList.newBuilder().addAllPredicate(predicates))
            .build();
  }

  /** The whole value has to match. Envoy takes no empty pattern, so that is written out. */
  /** As {@link #all}, but one is enough. */
  static Predicate any(List<Predicate> predicates) {
    return predicates.size() == 1
        ? predicates.get(0)
        : Predicate.newBuilder()
            .setOrMatcher(Predicate.PredicateList.newBuilder().addAllPredicate(predicates))
            .build();
  }

  static Predicate not(Predicate predicate) {
    return Predicate.newBuilder().setNotMatcher(predicate).build();
  }

  static Predicate regex(TypedExtensionConfig input, String pattern) {
    return single(
        input,
        StringMatcher.newBuilder()
            .setSafeRegex(
                RegexMatcher.newBuilder()
                    .setGoogleRe2(RegexMatcher.GoogleRE2.getDefaultInstance())
                    .setRegex(pattern.isEmpty() ? "(?:)" : pattern))
            .build());
  }

  static Predicate exact(TypedExtensionConfig input, String value) {
    return single(input, StringMatcher.newBuilder().setExact(value).build());
  }

  private static Predicate single(TypedExtensionConfig input, StringMatcher value) {
    return Predicate.newBuilder()
        .setSinglePredicate(
            Predicate.SinglePredicate.newBuilder().setInput(input).setValueMatch(value))
        .build();
  }

  static OnMatch nested(Matcher matcher) {
    return OnMatch.newBuilder().setMatcher(matcher).build();
  }

  private static CidrRange range(IpPrefix prefix) {
    return CidrRange.newBuilder()
        .setAddressPrefix(InetAddresses.toAddrString(prefix.address()))
        .setPrefixLen(UInt32Value.of(prefix.length()))
        .build();
  }
}
