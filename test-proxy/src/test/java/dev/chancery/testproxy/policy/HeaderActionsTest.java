package dev.chancery.testproxy.policy;

import static dev.chancery.testproxy.Policies.http;
import static dev.chancery.testproxy.Policies.ingress;
import static dev.chancery.testproxy.Policies.peers;
import static dev.chancery.testproxy.Policies.port;
import static dev.chancery.testproxy.Policies.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.api.cilium.HeaderMatch;
import dev.chancery.api.cilium.HeaderMatch.MatchAction;
import dev.chancery.api.cilium.HeaderMatch.MismatchAction;
import dev.chancery.api.cilium.HttpNetworkPolicyRule;
import dev.chancery.testproxy.wire.Audit;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.Rejected;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderActionsTest {
  private static final String POD = "10.0.0.1";
  private static final Header RIGHT = new Header("x-a", "right");
  private static final Header WRONG = new Header("x-a", "wrong");

  private static HeaderMatch.Builder match() {
    return HeaderMatch.newBuilder().setName("X-A").setValue("right");
  }

  private static HttpVerdict verdict(Secrets secrets, HttpCall call, HttpNetworkPolicyRule... rules)
      throws Rejected {
    return PolicyMap.of(
            ProxyGeneration.V1_35,
            List.of(ingress(7, POD, port(80, peers(5).setHttpRules(http(rules)).build()))),
            secrets,
            Audit.NONE)
        .request(Connection.plain(POD, true, 80, 5, 0), call);
  }

  private static HttpVerdict verdict(HeaderMatch.Builder match, Header... headers) throws Rejected {
    return verdict(
        Secrets.NONE,
        HttpCall.of("GET", "pod", "/", headers),
        request("GET", "/").toBuilder().addHeaderMatches(match).build());
  }

  @ParameterizedTest
  @CsvSource({
    "CONTINUE_ON_MATCH, true, 0, right",
    "FAIL_ON_MATCH, false, 1, right",
    "DELETE_ON_MATCH, true, 1, ''"
  })
  void onMatch(MatchAction action, boolean allowed, int rejected, String after) throws Rejected {
    HttpVerdict verdict = verdict(match().setMatchAction(action), RIGHT);
    assertThat(verdict.allowed()).isEqualTo(allowed);
    assertThat(verdict.rejected()).hasSize(rejected);
    assertThat(verdict.missing()).isEmpty();
    assertThat(verdict.forwarded().joined("x-a").orElse("")).isEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource({
    "FAIL_ON_MISMATCH, false, 1, 0, wrong",
    "CONTINUE_ON_MISMATCH, true, 1, 0, wrong",
    "ADD_ON_MISMATCH, true, 1, 0, 'wrong,right'",
    "DELETE_ON_MISMATCH, true, 0, 1, ''",
    "REPLACE_ON_MISMATCH, true, 1, 1, right"
  })
  void onAWrongValue(
      MismatchAction action, boolean allowed, int missing, int rejected, String after)
      throws Rejected {
    HttpVerdict verdict = verdict(match().setMismatchAction(action), WRONG);
    assertThat(verdict.allowed()).isEqualTo(allowed);
    assertThat(verdict.missing()).hasSize(missing);
    assertThat(verdict.rejected()).hasSize(rejected);
    assertThat(verdict.forwarded().joined("x-a").orElse("")).isEqualTo(after);
  }

  @Test
  void repeatedHeadersAreComparedJoined() throws Rejected {
    assertThat(verdict(match(), RIGHT, RIGHT).allowed()).isFalse();
    assertThat(verdict(match().setValue("right,wrong"), RIGHT, WRONG).allowed()).isTrue();
  }

  @Test
  void withoutAValueTheHeaderMustBeThere() throws Rejected {
    assertThat(verdict(match().clearValue(), WRONG).allowed()).isTrue();
    assertThat(verdict(match().clearValue()).allowed()).isFalse();
  }

  @Test
  void aSecretThatIsNotThereFailsTheRule() throws Rejected {
    assertThat(verdict(match().clearValue().setValueSdsSecret("ns/token"), RIGHT).allowed())
        .isFalse();
  }

  @Test
  void valuesOfSecretsAreNotLogged() throws Rejected {
    Secrets secrets =
        new Secrets() {
          @Override
          public Optional<String> value(String name) {
            return Optional.of("hidden");
          }

          @Override
          public boolean present(String name) {
            return true;
          }
        };
    HttpVerdict verdict =
        verdict(
            secrets,
            HttpCall.of("GET", "pod", "/", WRONG),
            request("GET", "/").toBuilder()
                .addHeaderMatches(
                    match()
                        .clearValue()
                        .setValueSdsSecret("ns/token")
                        .setMismatchAction(MismatchAction.REPLACE_ON_MISMATCH))
                .build());
    assertThat(verdict.allowed()).isTrue();
    assertThat(verdict.forwarded().joined("x-a")).contains("hidden");
    assertThat(verdict.missing()).containsExactly(new Header("x-a", "[redacted]"));
    assertThat(verdict.rejected()).containsExactly(new Header("x-a", "[redacted]"));
  }

  @Test
  void everyRuleRunsItsActionsWhoseConditionsHold() throws Rejected {
    HttpNetworkPolicyRule first = request("GET", "/");
    HttpNetworkPolicyRule second =
        request("GET", "/.*").toBuilder()
            .addHeaderMatches(match().setMismatchAction(MismatchAction.ADD_ON_MISMATCH))
            .build();
    HttpNetworkPolicyRule other =
        request("PUT", "/").toBuilder()
            .addHeaderMatches(
                match().setName("x-b").setMismatchAction(MismatchAction.ADD_ON_MISMATCH))
            .build();
    HttpVerdict verdict =
        verdict(Secrets.NONE, HttpCall.of("GET", "pod", "/"), first, second, other);
    assertThat(verdict.allowed()).isTrue();
    assertThat(verdict.forwarded().joined("x-a")).contains("right");
    assertThat(verdict.forwarded().joined("x-b")).isEmpty();
  }

  @Test
  void hostIsAnotherNameOfTheAuthority() throws Rejected {
    HeaderMatch.Builder same = HeaderMatch.newBuilder().setName("Host").setValue("pod");
    assertThat(verdict(same).allowed()).isTrue();
    HttpVerdict replaced =
        verdict(same.setValue("other").setMismatchAction(MismatchAction.REPLACE_ON_MISMATCH));
    assertThat(replaced.forwarded().joined(":authority")).contains("other");
    assertThat(replaced.forwarded().headers()).extracting(Header::name).doesNotContain("host");
  }

  @Test
  void valuesAreComparedAndWrittenAsBytesOfUtf8() throws Rejected {
    HeaderMatch.Builder match = match().setValue("caf\u00e9");
    assertThat(verdict(match, new Header("x-a", "caf\u00c3\u00a9")).allowed()).isTrue();
    assertThat(verdict(match, new Header("x-a", "caf\u00e9")).allowed()).isFalse();
    assertThat(
            verdict(match.setMismatchAction(MismatchAction.REPLACE_ON_MISMATCH), WRONG)
                .forwarded()
                .joined("x-a"))
        .contains("caf\u00c3\u00a9");
  }
}
