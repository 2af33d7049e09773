package dev.chancery.testproxy.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.chancery.testproxy.wire.Rejected;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.envoyproxy.envoy.type.v3.Int64Range;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Envoy's {@code HeaderMatcher}: a test of all values of one header, joined. A missing header
 * matches nothing but a demand that it be missing, whether inverted or not, unless it counts as
 * empty.
 */
final class HeaderCondition {
  private static final String PATH = "HeaderMatcherValidationError";

  private final String name;
  private final boolean invert;
  private final boolean missingAsEmpty;
  private final Optional<Boolean> presence;
  private final Predicate<String> value;

  HeaderCondition(HeaderMatcher matcher) throws Rejected {
    if (matcher.getName().isEmpty()) {
      throw Rejected.constraint(4, PATH + ".Name", "value length must be at least 1 characters");
    }
    name = matcher.getName();
    invert = matcher.getInvertMatch();
    missingAsEmpty = matcher.getTreatMissingHeaderAsEmpty();
    presence = presence(matcher);
    value = value(matcher);
  }

  boolean matches(HttpCall call) {
    Optional<String> found = call.joined(name);
    if (found.isEmpty() && missingAsEmpty) {
      found = Optional.of("");
    }
    if (presence.isPresent()) {
      return (found.isPresent() == presence.get()) != invert;
    }
    return found.isPresent() && value.test(found.get()) != invert;
  }

  private static Optional<Boolean> presence(HeaderMatcher matcher) {
    return switch (matcher.getHeaderMatchSpecifierCase()) {
      case PRESENT_MATCH -> Optional.of(matcher.getPresentMatch());
      case HEADERMATCHSPECIFIER_NOT_SET -> Optional.of(true);
      default -> Optional.empty();
    };
  }

  @SuppressWarnings("deprecation") // older control planes still send these fields
  private static Predicate<String> value(HeaderMatcher matcher) throws Rejected {
    return switch (matcher.getHeaderMatchSpecifierCase()) {
      case STRING_MATCH -> string(matcher.getStringMatch());
      case SAFE_REGEX_MATCH -> regex(matcher.getSafeRegexMatch());
      case EXACT_MATCH -> {
        String exact = Header.bytes(matcher.getExactMatch());
        yield text -> exact.isEmpty() || text.equals(exact);
      }
      case PREFIX_MATCH -> affix("PrefixMatch", matcher.getPrefixMatch(), String::startsWith);
      case SUFFIX_MATCH -> affix("SuffixMatch", matcher.getSuffixMatch(), String::endsWith);
      case CONTAINS_MATCH -> affix("ContainsMatch", matcher.getContainsMatch(), String::contains);
      case RANGE_MATCH -> range(matcher.getRangeMatch());
      case PRESENT_MATCH, HEADERMATCHSPECIFIER_NOT_SET -> text -> true;
    };
  }

  private static Predicate<String> string(StringMatcher matcher) throws Rejected {
    boolean fold = matcher.getIgnoreCase();
    return switch (matcher.getMatchPatternCase()) {
      case EXACT -> {
        String exact = Header.bytes(matcher.getExact());
        yield text -> fold ? text.equalsIgnoreCase(exact) : text.equals(exact);
      }
      case PREFIX -> affix("Prefix", matcher.getPrefix(), folding(fold, String::startsWith));
      case SUFFIX -> affix("Suffix", matcher.getSuffix(), folding(fold, String::endsWith));
      case CONTAINS -> affix("Contains", matcher.getContains(), folding(fold, String::contains));
      case SAFE_REGEX -> regex(matcher.getSafeRegex());
      default ->
          throw Rejected.constraint(
              4, "StringMatcherValidationError.MatchPattern", "value is required");
    };
  }

  private static Affix folding(boolean fold, Affix affix) {
    return fold
        ? (text, part) -> affix.test(text.toLowerCase(Locale.ROOT), part.toLowerCase(Locale.ROOT))
        : affix;
  }

  private interface Affix {
    boolean test(String text, String part);
  }

  private static Predicate<String> affix(String field, String part, Affix test) throws Rejected {
    if (part.isEmpty()) {
      throw Rejected.constraint(
          4, PATH + "." + field, "value length must be at least 1 characters");
    }
    String bytes = Header.bytes(part);
    return text -> test.test(text, bytes);
  }

  private static Predicate<String> range(Int64Range range) {
    return text -> {
      try {
        long number = Long.parseLong(text);
        return range.getStart() <= number && number < range.getEnd();
      } catch (NumberFormatException e) {
        return false;
      }
    };
  }

  private static Predicate<String> regex(RegexMatcher matcher) throws Rejected {
    if (matcher.getRegex().isEmpty()) {
      throw Rejected.constraint(
          4, "RegexMatcherValidationError.Regex", "value length must be at least 1 characters");
    }
    try {
      Pattern pattern = Pattern.compile(Header.bytes(matcher.getRegex()));
      return pattern::matches;
    } catch (PatternSyntaxException e) {
      throw new Rejected(4, e.getDescription() + ": " + e.getPattern());
    }
  }
}
