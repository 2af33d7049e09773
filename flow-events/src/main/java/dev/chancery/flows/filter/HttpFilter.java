package dev.chancery.flows.filter;

import com.google.re2j.Pattern;
import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.FlowFilter;
import dev.chancery.api.flow.HTTP;
import dev.chancery.flows.golang.GoRegexp;
import dev.chancery.flows.golang.GoRequestUri;
import dev.chancery.flows.golang.GoSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The {@code http_*} fields. Expressions are found anywhere in the URL or in its decoded path; a
 * header must be equal in name and value.
 */
final class HttpFilter implements FilterFamily {
  @Override
  public List<FlowMatch> compile(FlowFilter filter) throws InvalidFilterException {
    var matches = new ArrayList<FlowMatch>();
    if (filter.getHttpStatusCodeCount() > 0) {
      requireL7(filter, "status code");
      var codes = HttpStatusCodes.parse(filter.getHttpStatusCodeList());
      matches.add(ofHttp(http -> codes.contains(http.getCode())));
    }
    if (filter.getHttpMethodCount() > 0) {
      requireL7(filter, "method");
      var methods = filter.getHttpMethodList();
      matches.add(ofHttp(http -> hasMethod(http, methods)));
    }
    if (filter.getHttpPathCount() > 0) {
      requireL7(filter, "path");
      var patterns = compileAll("path", filter.getHttpPathList());
      matches.add(
          ofHttp(
              http ->
                  GoRequestUri.path(http.getUrl())
                      .filter(path -> isFoundIn(path, patterns))
                      .isPresent()));
    }
    if (filter.getHttpUrlCount() > 0) {
      requireL7(filter, "url");
      var patterns = compileAll("url", filter.getHttpUrlList());
      matches.add(ofHttp(http -> !http.getUrl().isEmpty() && isFoundIn(http.getUrl(), patterns)));
    }
    if (filter.getHttpHeaderCount() > 0) {
      requireL7(filter, "headers");
      var headers = Set.copyOf(filter.getHttpHeaderList());
      matches.add(ofHttp(http -> http.getHeadersList().stream().anyMatch(headers::contains)));
    }
    return matches;
  }

  private static void requireL7(FlowFilter filter, String what) throws InvalidFilterException {
    boolean possible =
        filter.getEventTypeCount() == 0
            || filter.getEventTypeList().stream()
                .anyMatch(type -> type.getType() == EventTypeFamily.L7);
    if (!possible) {
      throw new InvalidFilterException(
          "filtering by http "
              + what
              + " requires the event type filter to only match 'l7' events");
    }
  }

  private static FlowMatch ofHttp(Predicate<HTTP> condition) {
    return (Flow flow) -> flow.getL7().hasHttp() && condition.test(flow.getL7().getHttp());
  }

  private static boolean hasMethod(HTTP http, List<String> methods) {
    return !http.getMethod().isEmpty()
        && methods.stream().anyMatch(method -> method.equalsIgnoreCase(http.getMethod()));
  }

  private static List<Pattern> compileAll(String what, List<String> expressions)
      throws InvalidFilterException {
    var patterns = new ArrayList<Pattern>();
    for (String expression : expressions) {
      try {
        patterns.add(GoRegexp.compile(expression));
      } catch (GoSyntaxException e) {
        throw new InvalidFilterException(
            "invalid http " + what + " filter: " + expression + ": " + e.text());
      }
    }
    return patterns;
  }

  private static boolean isFoundIn(String text, List<Pattern> patterns) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(text).find());
  }
}
