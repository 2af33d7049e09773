package dev.chancery.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EndpointTextTest {
  private static final String ENDPOINT =
      """
      [{"id": 7, "namespace": "shop", "pod": "web", "identity": 300, "addresses": [], "ports": [],
        "ingress": "yes", "egress": "no", "redirects": [%s]}]
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"state": "announced"}, {"state": "announced"} | 2 announced
          {"state": "announced"}, {"state": "pending"}   | 1 announced, 1 pending
          {"state": "unserved", "reason": "r"}           | 0 announced, 1 unserved (r)
          """)
  void tellsHowManyRedirectsThereAreOfEachState(String redirects, String text) throws Exception {
    String table =
        new EndpointCommand.Lister().text(new JsonMapper().readTree(ENDPOINT.formatted(redirects)));

    assertThat(table.strip()).endsWith(text);
  }
}
