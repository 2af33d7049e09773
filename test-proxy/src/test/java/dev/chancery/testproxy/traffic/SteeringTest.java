package dev.chancery.testproxy.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which way connections take. */
class SteeringTest {
  private static final InetAddress CLIENT = ip("10.0.0.1");
  private static final InetAddress SERVER = ip("10.0.0.2");
  private static final InetAddress APPLICATION = ip("10.9.0.2");
  private static final Hop TO_APPLICATION = new Hop.Direct(new InetSocketAddress(APPLICATION, 80));

  private final List<Redirect> announced = new ArrayList<>();

  @Test
  void goesStraightOnWhereNothingIsAnnounced() {
    assertThat(open().fromSource(dial(CLIENT, SERVER, 80))).isEqualTo(TO_APPLICATION);
  }

  @Test
  void egressListenerComesBeforeIngressListener() {
    announced.add(new Redirect(CLIENT, Way.EGRESS, 80, 80, 10001));
    announced.add(new Redirect(SERVER, Way.INGRESS, 80, 80, 10002));
    Passage passage = dial(CLIENT, SERVER, 80);

    assertThat(open().fromSource(passage)).isEqualTo(new Hop.ToProxy(10001));
    assertThat(open().afterEgress(passage)).isEqualTo(new Hop.ToProxy(10002));
    assertThat(open().afterIngress(passage)).isEqualTo(TO_APPLICATION);
  }

  @Test
  void redirectsHoldForTheirPodWayAndPorts() {
    announced.add(new Redirect(CLIENT, Way.INGRESS, 80, 80, 10001));
    announced.add(new Redirect(SERVER, Way.EGRESS, 80, 80, 10001));
    announced.add(new Redirect(SERVER, Way.INGRESS, 81, 90, 10001));

    assertThat(open().fromSource(dial(CLIENT, SERVER, 80))).isEqualTo(TO_APPLICATION);
    assertThat(open().fromSource(dial(CLIENT, SERVER, 81))).isEqualTo(new Hop.ToProxy(10001));
    assertThat(open().fromSource(dial(CLIENT, SERVER, 90))).isEqualTo(new Hop.ToProxy(10001));
  }

  @Test
  void strangersHaveNoEgressPolicy() {
    announced.add(new Redirect(SERVER, Way.INGRESS, 80, 80, 10002));

    assertThat(open().fromSource(dial(ip("192.0.2.1"), SERVER, 80)))
        .isEqualTo(new Hop.ToProxy(10002));
  }

  @Test
  void deniedByTheMapGoesNowhereEvenWhereARedirectIsAnnounced() {
    announced.add(new Redirect(SERVER, Way.INGRESS, 80, 80, 10002));

    assertThat(judged(L4Policy.Verdict.DENY).fromSource(dial(CLIENT, SERVER, 80)))
        .isEqualTo(new Hop.Refused("policy"));
  }

  @Test
  void redirectThatIsNotAnnouncedGoesNowhere() {
    assertThat(judged(L4Policy.Verdict.REDIRECT).fromSource(dial(CLIENT, SERVER, 80)))
        .isEqualTo(new Hop.Refused("no redirect announced"));
  }

  @Test
  void portThatNobodyServesIsRefused() {
    assertThat(open().fromSource(dial(CLIENT, SERVER, 443)))
        .isEqualTo(new Hop.Refused("no server"));
  }

  @Test
  void whatIsNoPodIsDialledAsItIs() {
    assertThat(open().fromSource(dial(CLIENT, ip("192.0.2.1"), 443)))
        .isEqualTo(new Hop.Direct(new InetSocketAddress(ip("192.0.2.1"), 443)));
  }

  private Steering open() {
    return steering(L4Policy.OPEN);
  }

  private Steering judged(L4Policy.Verdict verdict) {
    return steering((way, passage, isAnnounced) -> verdict);
  }

  private Steering steering(L4Policy policy) {
    List<Pod> pods = List.of(Pod.client(CLIENT), Pod.server(SERVER, APPLICATION, 80, 81, 90));
    return new Steering(pods, () -> announced, policy);
  }

  private static Passage dial(InetAddress from, InetAddress to, int port) {
    return new Passage(new InetSocketAddress(from, 40000), new InetSocketAddress(to, port));
  }

  private static InetAddress ip(String text) {
    return InetAddresses.forString(text);
  }
}
