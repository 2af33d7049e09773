package dev.chancery.policy.dns;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.chancery.policy.parse.PolicyParser;
import dev.chancery.testing.VectorFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names that the reference matches against rules. */
class DnsNameVectorsTest {
  private final PolicyParser parser = new PolicyParser("default");
  private final List<String> wrong = new ArrayList<>();
  private int refused;

  @Test
  void matchesAndRefusesAsTheReference() throws IOException {
    Path file =
        VectorFolder.find().orElse(Path.of("src/test/resources/vectors")).resolve("dns-names.tsv");
    List<String> rows = Files.readAllLines(file).stream().skip(1).toList();

    rows.forEach(this::check);

    System.out.println(
        "dns-names: " + rows.size() + " rows of " + file + ", " + refused + " of refused rules");
    assertThat(wrong).isEmpty();
    assertThat(rows.size()).isGreaterThan(refused);
  }

  private void check(String row) {
    String[] columns = row.split("\t", -1);
    String rule = columns[1];
    boolean accepted = accepts(columns[0], rule);
    if (columns[5].equals("yes") != accepted && !columns[5].equals("schema")) {
      wrong.add((accepted ? "accepted " : "refused ") + row);
    }
    // What the reference's agent refuses too is not compared, nor is a rule that says nothing.
    if (columns[5].equals("no") || rule.isEmpty()) {
      refused++;
      return;
    }
    NamePattern pattern =
        columns[0].equals("matchName") ? NamePattern.ofName(rule) : NamePattern.ofPattern(rule);
    // A selector that is an "error" has no names.
    if (pattern.selects(columns[2]) != columns[3].equals("yes")
        || pattern.allows(columns[2]) != columns[4].equals("yes")) {
      wrong.add(
          "selects "
              + pattern.selects(columns[2])
              + ", allows "
              + pattern.allows(columns[2])
              + " in "
              + row);
    }
  }

  private boolean accepts(String kind, String rule) {
    String quoted = "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(rule)) + "\"";
    String manifest =
        """
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: names, namespace: default}
        spec:
          endpointSelector: {}
          egress:
          - toPorts:
            - ports: [{port: "53", protocol: UDP}]
              rules:
                dns: [{%s: %s}]
        """
            .formatted(kind, quoted);
    return parser.parse("names.yaml", manifest).stream().allMatch(p -> p.policy().isPresent());
  }
}
