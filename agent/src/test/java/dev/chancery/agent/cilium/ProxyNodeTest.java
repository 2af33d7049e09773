package dev.chancery.agent.cilium;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxyNodeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"host~127.0.0.1~no-id~localdomain", "host~127.0.0.2~no-id~localdomain", "~::1~~"})
  void fourPartsWithAnAddressAreAProxy(String id) {
    assertThat(ProxyNode.problem(id)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "node",
        "host~127.0.0.1~no-id",
        "host~127.0.0.1~no-id~localdomain~more",
        "host~localhost~no-id~localdomain",
        "host~~no-id~localdomain",
        "host~127.0.0.1/8~no-id~localdomain"
      })
  void allElseIsNone(String id) {
    assertThat(ProxyNode.problem(id)).contains("invalid node format");
  }
}
