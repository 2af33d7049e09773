package dev.chancery.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

final class StatusTextTest {
  private static final String STATUS =
      """
      {"version": "1", "manifests": "m", "revision": 3, "endpoints": 2,
       "dataPlanes": ["cilium-envoy"],
       "ciliumEnvoy": {
         "release": "1.19", "xdsSocket": "/s/xds.sock", "accessLogSocket": "/s/access_log.sock",
         "ports": [
           {"listener": "cilium-http-ingress", "port": 10001, "state": "acknowledged"},
           {"listener": "cilium-http-egress", "state": "given-up", "reason": "cannot bind"}],
         "redirectsAnnounced": 1, "redirectsPending": 2, "redirectsUnserved": 0,
         "streams": [
           {"node": "n", "type": "type.googleapis.com/cilium.NetworkPolicy", "resources": 2,
            "unsent": 1, "snapshotBytes": 512, "lastNumber": "7"},
           {"node": "n", "type": "type.googleapis.com/envoy.config.cluster.v3.Cluster",
            "resources": 0, "unsent": 0, "snapshotBytes": 59, "lastNumber": ""}],
         "oversize": [{"node": "n", "type": "t", "bytes": 9, "text": "response of 9 bytes"}],
         "missingSecrets": [{"namespace": "shop", "name": "cert", "reason": "key tls.crt: missing"}],
         "accessLog": {"received": 10, "decoded": 7, "truncated": 2, "malformed": 1,
           "openClients": 1, "totalClients": 3, "refusedClients": 4, "droppedClients": 5}},
       "objects": [], "problems": [],
       "rejected": [
         {"dataPlane": "cilium-envoy", "type": "t", "resource": "7",
          "about": "policy of shop/web", "reason": "bad regex"}],
       "flows": {"seen": 0, "stored": 0, "capacity": 1, "lost": 0, "hidden": 0, "problems": {}}}
      """;

  @Test
  void tellsOfACiliumEnvoyAndSaysNothingOfAnEnvoyThatIsNotDriven() throws Exception {
    String text = StatusText.of(new JsonMapper().readTree(STATUS));

    assertThat(text)
        .contains("of Cilium 1.19", "/s/xds.sock")
        .contains("2 resources, snapshot 7 of 512 bytes, 1 unsent")
        .contains("0 resources, snapshot of 59 bytes")
        .contains("response of 9 bytes")
        .contains("acknowledged at port 10001", "given-up: cannot bind")
        .contains("1 announced, 2 pending")
        .contains("10 seen, 7 decoded, 2 truncated, 1 malformed")
        .contains("1 of 3 clients connected, 4 refused, 5 dropped as idle")
        .contains("shop/cert is not served: key tls.crt: missing")
        .contains("REJECTED BY CILIUM-ENVOY  7: policy of shop/web", "bad regex");
    assertThat(text.lines()).noneMatch(line -> line.startsWith("Envoy"));
  }

  @Test
  void countsRedirectsThatNoListenerServes() throws Exception {
    var status = (ObjectNode) new JsonMapper().readTree(STATUS);
    assertThat(StatusText.of(status)).doesNotContain("unserved");
    status.withObject("/ciliumEnvoy").put("redirectsUnserved", 3);

    assertThat(StatusText.of(status)).contains("1 announced, 2 pending, 3 unserved");
  }

  @Test
  void saysThatNoProxyIsConnected() throws Exception {
    var status = (ObjectNode) new JsonMapper().readTree(STATUS);
    status.withObject("/ciliumEnvoy").putArray("streams");

    assertThat(StatusText.of(status)).contains("no proxy is connected");
  }
}
