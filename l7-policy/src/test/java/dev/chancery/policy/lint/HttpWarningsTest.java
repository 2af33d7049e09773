package dev.chancery.policy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Problem;
import dev.chancery.policy.resolve.Cluster;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpWarningsTest {
  private static final String SPEC =
      """
      endpointSelector: {matchLabels: {app: web}}
      ingress:
      - fromEndpoints: [{}]
        toPorts:
        - ports: [{port: "80", protocol: TCP}]
          rules:
            http: %s
      """;

  private static List<String> codes(String http) {
    Cluster cluster = Linted.shop().policy(Linted.policy("p", SPEC.formatted(http)));
    return Linted.problems(cluster).stream().map(Problem::code).toList();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "/public                | query-string",
        "/public$               | query-string",
        "^/public$              | query-string",
        "/items/[0-9]+          | query-string",
        "/items/\\d+            | query-string",
        "/a¦/b                  | query-string",
        "/v1/(users¦orders)     | query-string",
        "/q\\.html              | query-string",
        "/[^?]*                 | query-string",
        "/[^/?#]+/x             | query-string",
        "/Q\\Qa.b\\E            | query-string",
        "/                      | query-string",
        "/api/                  | prefix-meant",
        "^/api/                 | prefix-meant",
        "/api/*                 | prefix-meant",
        "/api*                  | prefix-meant",
        "^/api                  | prefix-meant",
        "/public.*              | ",
        "/public(\\?.*)?        | ",
        "/public([?].*)?        | ",
        "/public\\x3f?.*        | ",
        "/api/.*                | ",
        "/items/[^/]*           | ",
        "/items/\\S+            | ",
        "/items/\\D             | ",
        "/items[[:punct:]]      | ",
        "/search\\?q=.+         | ",
        "/\\Qa?b\\E             | ",
      })
  void saysOfAPathThatIsRead(String path, String code) {
    assertThat(codes("[{path: '" + path.replace('¦', '|') + "'}]"))
        .isEqualTo(code == null ? List.of() : List.of(code));
  }

  @Test
  void aPathThatIsOnlyWrittenToNeedsNoRoomForAQuery() {
    assertThat(codes("[{method: POST, path: /v1/request-landing}]")).isEmpty();
    assertThat(codes("[{method: 'PUT|DELETE', path: /v1/items}]")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "[{method: GET}]                                      | get-without-head",
        "[{method: 'GET¦POST'}]                               | get-without-head",
        "[{method: GET, path: /a.*}, {method: HEAD, path: /b}] | get-without-head",
        "[{method: 'GET¦HEAD'}]                               | ",
        "[{method: GET}, {method: HEAD}]                      | ",
        "[{method: GET, path: /a.*}, {method: HEAD, path: /a.*}] | ",
        "[{method: GET, path: /a.*}, {method: HEAD}]          | ",
        "[{method: POST}]                                     | ",
        "[{method: '.*'}]                                     | ",
        "[{path: /a.*}]                                       | ",
        "[{}]                                                 | ",
      })
  void saysOfAMethod(String http, String code) {
    assertThat(codes(http.replace('¦', '|'))).isEqualTo(code == null ? List.of() : List.of(code));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "api.example.com          | host-dot",
        "^external-service.org$   | host-dot",
        "[a-z]+.example\\.com     | host-dot",
        "api\\.example\\.com      | ",
        ".*\\.example\\.com       | ",
        ".+\\.example[.]com       | ",
        "\\Qapi.example.com\\E    | ",
        "localhost(:[0-9]+)?      | ",
      })
  void saysOfAHost(String host, String code) {
    assertThat(codes("[{host: '" + host + "'}]"))
        .isEqualTo(code == null ? List.of() : List.of(code));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "headers: ['X-Forwarded-Proto: https']            | proxy-header",
        "headers: [X-Envoy-External-Address]              | proxy-header",
        "headers: ['X-Envoy-Internal: true']              | proxy-header",
        "headers: ['Connection: close']                   | proxy-header",
        "headers: [Keep-Alive]                            | proxy-header",
        "headers: [Proxy-Connection]                      | proxy-header",
        "headers: ['Transfer-Encoding: chunked']          | proxy-header",
        "headers: ['te: trailers']                        | ",
        "headers: [X-Forwarded-Client-Cert]               | proxy-header",
        "headerMatches: [{name: X-Envoy-Retry-On, value: a}] | proxy-header",
        "headers: ['X-Request-Id: 1']                     | ",
        "headers: ['X-Forwarded-For: 10.0.0.1']           | ",
        "headers: ['Upgrade: websocket']                  | ",
        "headers: [X-Envoyage]                            | ",
        "headers: ['X-Token: a']                          | ",
      })
  void saysOfAHeader(String demand, String code) {
    assertThat(codes("[{path: /a.*, " + demand + "}]"))
        .isEqualTo(code == null ? List.of() : List.of(code));
  }

  @Test
  void writesTheHostAsItWasMeant() {
    Cluster cluster =
        Linted.shop().policy(Linted.policy("p", SPEC.formatted("[{host: 'a.b.*[.]c.d'}]")));

    assertThat(Linted.problems(cluster))
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("\"a\\.b.*[.]c\\.d\""))
        .satisfies(
            p -> assertThat(p.path()).isEqualTo("spec.ingress[0].toPorts[0].rules.http[0].host"));
  }
}
