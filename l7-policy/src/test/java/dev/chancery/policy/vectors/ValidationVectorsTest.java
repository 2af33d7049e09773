package dev.chancery.policy.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chancery.policy.Problem;
import dev.chancery.policy.parse.ParsedPolicy;
import dev.chancery.policy.parse.PolicyParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Accepts and refuses what the reference accepts and refuses. */
class ValidationVectorsTest {
  private final PolicyParser parser = new PolicyParser("default");

  @Test
  void acceptsWhatTheReferenceAcceptsAndNothingElse() {
    Map<String, String> differences = Vectors.differences("validation-differences.tsv");
    Map<String, Integer> leftOut = new TreeMap<>();
    List<String> unexpected = new ArrayList<>();
    int compared = 0;
    int listed = 0;
    for (JsonNode row : Vectors.rows("policy-validation.jsonl")) {
      String id = row.get("id").asText();
      List<ParsedPolicy> parsed = parser.parse(id, row.get("manifest").asText());
      assertThat(parsed).as(id).hasSize(1);
      List<Problem> errors = parsed.get(0).errors();
      List<String> later =
          errors.stream()
              .filter(p -> p.code().equals("not-supported"))
              .map(Problem::message)
              .toList();
      if (!later.isEmpty()) {
        leftOut.merge(later.get(0), 1, Integer::sum);
        continue;
      }
      compared++;
      boolean same = row.get("accepted").asBoolean() == parsed.get(0).policy().isPresent();
      if (differences.containsKey(id)) {
        listed++;
        assertThat(same).as("%s is listed as different: %s", id, differences.get(id)).isFalse();
        assertThat(parsed.get(0).policy()).as("%s may only be stricter", id).isEmpty();
      } else if (same && !errors.isEmpty() && !saysAs(row, errors)) {
        unexpected.add(id + ": says " + errors + ", the reference " + row.get("error"));
      } else if (!same) {
        unexpected.add(
            id
                + ": reference "
                + (row.get("accepted").asBoolean() ? "accepts" : row.get("error"))
                + ", here "
                + errors);
      }
    }
    System.out.println(
        "policy-validation: "
            + compared
            + " compared, "
            + listed
            + " listed as different, "
            + leftOut.values().stream().mapToInt(i -> i).sum()
            + " left out: "
            + leftOut);
    assertThat(unexpected).isEmpty();
    assertThat(compared).isPositive();
  }

  /** Whether one error has the reference's words, apart from those of Go's and other libraries. */
  private static boolean saysAs(JsonNode row, List<Problem> errors) {
    List<String> texts = new ArrayList<>(List.of(row.get("error").asText()));
    row.path("error_any").forEach(t -> texts.add(t.asText()));
    return texts.stream()
        .map(ValidationVectorsTest::ownWords)
        .anyMatch(words -> errors.stream().anyMatch(e -> e.message().contains(words)));
  }

  private static String ownWords(String text) {
    return text.replaceFirst("^Invalid Cilium\\w+ spec(\\(s\\)|s)?: ", "")
        .replaceFirst("(?s)error parsing regexp:.*", "is not a valid RE2 pattern")
        .replaceFirst("(?s)netip\\..*", "unable to parse CIDR")
        .replaceFirst("(?s)(unable to parse (port|CIDR)|invalid label selector:).*", "$1");
  }
}
