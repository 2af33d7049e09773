package dev.chancery.policy.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chancery.policy.Problem;
import dev.chancery.policy.parse.ParsedPolicy;
import dev.chancery.policy.parse.PolicyParser;
import dev.chancery.testing.VectorFolder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Accepts and refuses what the reference accepts and refuses. The reference's answers are those of
 * its agent: what only the schema of the custom resource refuses counts as accepted.
 */
class ValidationVectorsTest {
  private final PolicyParser parser = new PolicyParser("default");

  @Test
  void acceptsWhatTheReferenceAcceptsAndNothingElse() {
    Map<String, String> differences = Vectors.differences("validation-differences.tsv");
    List<String> unexpected = new ArrayList<>();
    Set<String> listed = new HashSet<>();
    int compared = 0;
    List<JsonNode> rows = Vectors.rows("policy-validation.jsonl");
    for (JsonNode row : rows) {
      String id = row.get("id").asText();
      List<ParsedPolicy> parsed = parser.parse(id, row.get("manifest").asText());
      assertThat(parsed).as(id).hasSize(1);
      List<Problem> errors =
          parsed.get(0).errors().stream().filter(p -> !p.code().startsWith("schema-")).toList();
      compared++;
      boolean accepts = row.get("accepted").asBoolean();
      if (differences.containsKey(id)) {
        listed.add(id);
        assertThat(accepts).as("%s: %s", id, differences.get(id)).isTrue();
        assertThat(errors).as("%s may only be stricter", id).isNotEmpty();
      } else if (accepts != errors.isEmpty()) {
        unexpected.add(
            id + ": reference " + (accepts ? "accepts" : row.get("error")) + ", here " + errors);
      } else if (!accepts && !saysAs(row, errors)) {
        unexpected.add(id + ": says " + errors + ", the reference " + row.get("error"));
      }
    }
    System.out.println(
        "policy-validation: " + compared + " compared, " + listed.size() + " listed as different");
    assertThat(unexpected).isEmpty();
    assertThat(compared).isPositive().isEqualTo(rows.size());
    if (VectorFolder.find().isPresent()) {
      assertThat(listed).as("rows").containsExactlyInAnyOrderElementsOf(differences.keySet());
    }
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
        .replaceFirst("(?s).*(unable to parse (port|CIDR)|invalid label selector:).*", "$1");
  }
}
