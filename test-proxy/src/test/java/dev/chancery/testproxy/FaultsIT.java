package dev.chancery.testproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.testproxy.stream.Faults.Moment;
import dev.chancery.testproxy.stream.JournalEntry;
import dev.chancery.testproxy.stream.JournalEntry.Outcome;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.XdsType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a test may ask of a proxy beyond its nature. */
class FaultsIT extends GotchaFixture {
  @Test
  void slowAnswersComeAfterTheMapIsInForce() {
    start(ProxyGeneration.V1_35);
    proxy.await("an answer", TestProxy::ready);
    proxy.faults().slowAnswers(Duration.ofDays(1));
    server.set(XdsType.LISTENER, Redirects.http(INGRESS, 10001, true));
    proxy.await("policies", p -> !p.policies().keys().isEmpty() && p.hosts().size() > 0);
    assertThat(server.requests(XdsType.POLICY)).hasSize(1);

    proxy.faults().slowAnswers(Duration.ofMillis(1));
    server.set(XdsType.POLICY, Policies.ingress(9, "10.0.0.9", Policies.port(80)));
    awaitServer().until(() -> server.requests(XdsType.POLICY).size() == 2);
  }

  @ParameterizedTest
  @EnumSource
  void learnsEverythingWheneverAStreamBreaks(Moment moment) {
    start(ProxyGeneration.V1_35);
    proxy.await("an answer", TestProxy::ready);
    proxy.faults().breaking(XdsType.HOSTS, moment).breaking(XdsType.LISTENER, moment);
    server.set(XdsType.LISTENER, Redirects.http(INGRESS, 10001, true));
    proxy.await("policies", p -> !p.policies().keys().isEmpty() && p.hosts().size() > 0);
    proxy.await("both", p -> p.hosts().size() == 1 && p.listeners().size() == 1);
    proxy.await("an answer", p -> last(p.journal(XdsType.HOSTS)).outcome() == Outcome.ACK);
    assertThat(proxy.violations()).isEmpty();
  }

  @Test
  void breaksAStreamWhenATestWantsIt() {
    start(ProxyGeneration.V1_35);
    proxy.await("an answer", TestProxy::ready);
    proxy.faults().breaking(XdsType.POLICY, Moment.BEFORE_ANSWER);
    server.set(XdsType.LISTENER, Redirects.http(INGRESS, 10001, true));
    proxy.await("a second stream", p -> p.journal(XdsType.POLICY).size() == 2);
    assertThat(proxy.journal(XdsType.POLICY))
        .extracting(JournalEntry::outcome)
        .containsExactly(Outcome.NONE, Outcome.ACK);
    assertThat(proxy.journal(XdsType.POLICY).get(1).quoted()).isEqualTo("2");
    assertThat(proxy.violations()).isEmpty();
  }

  @Test
  void aSilentProxyAppliesAndNeverAnswers() {
    start(ProxyGeneration.V1_35);
    proxy.await("an answer", TestProxy::ready);
    proxy.faults().silent(XdsType.POLICY);
    server.set(XdsType.LISTENER, Redirects.http(INGRESS, 10001, true));
    proxy.await("policies", p -> !p.policies().keys().isEmpty() && p.hosts().size() > 0);
    assertThat(server.requests(XdsType.POLICY)).hasSize(1);
    assertThat(proxy.journal(XdsType.POLICY).get(0).outcome()).isEqualTo(Outcome.NONE);
  }

  private static JournalEntry last(List<JournalEntry> entries) {
    return entries.get(entries.size() - 1);
  }
}
