package dev.chancery.testproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of the README names every test that provokes a gotcha, and each has at least one. */
class GotchaTableTest {
  private static final Path README =
      Path.of(System.getProperty("chancery.root"), "test-proxy", "README.md");
  private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\|.*\\|(.*)\\|");
  private static final Pattern NAME = Pattern.compile("`(\\w+)\\.(\\w+)`");
  private static final Pattern METHOD = Pattern.compile("gotcha(\\d+)(\\D\\w*)");

  private static Map<Integer, List<String>> tests() {
    Map<Integer, List<String>> tests = new TreeMap<>();
    Stream.of(
            ListenerGotchasIT.class,
            PolicyGotchasIT.class,
            OrderGotchasIT.class,
            StreamGotchasIT.class,
            DeltaIT.class)
        .flatMap(type -> Stream.of(type.getDeclaredMethods()))
        .filter(method -> !method.isSynthetic())
        .forEach(method -> add(tests, method));
    tests.values().forEach(names -> names.sort(null));
    return tests;
  }

  private static void add(Map<Integer, List<String>> tests, Method method) {
    Matcher name = METHOD.matcher(method.getName());
    if (name.matches()) {
      tests
          .computeIfAbsent(Integer.valueOf(name.group(1)), n -> new ArrayList<>())
          .add(method.getDeclaringClass().getSimpleName() + "." + name.group(2));
    }
  }

  private static Map<Integer, List<String>> rows() throws IOException {
    Map<Integer, List<String>> rows = new TreeMap<>();
    for (String line : Files.readAllLines(README)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        List<String> names =
            NAME.matcher(row.group(2)).results().map(r -> r.group(1) + "." + r.group(2)).toList();
        rows.put(Integer.valueOf(row.group(1)), names.stream().sorted().toList());
      }
    }
    return rows;
  }

  @Test
  void everyGotchaIsProvoked() {
    assertThat(tests().keySet())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 22).boxed().toList());
  }

  @Test
  void theTableNamesTheTests() throws Exception {
    assertThat(rows()).isEqualTo(tests());
  }
}
