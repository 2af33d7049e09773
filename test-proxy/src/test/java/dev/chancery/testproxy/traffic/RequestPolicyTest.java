package dev.chancery.testproxy.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.api.cilium.HeaderMatch;
import dev.chancery.api.cilium.HttpNetworkPolicyRule;
import dev.chancery.api.cilium.HttpNetworkPolicyRules;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicy;
import dev.chancery.api.cilium.PortNetworkPolicyRule;
import dev.chancery.testproxy.policy.Connection;
import dev.chancery.testproxy.policy.PolicyMap;
import dev.chancery.testproxy.wire.ProxyGeneration;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What policies make of a request on its way. */
class RequestPolicyTest {
  private static final Connection CONNECTION = Connection.plain("10.0.0.1", true, 80, 100, 10001);

  @Test
  void headerRuleAddsWhatIsMissingToTheRequestAndTellsTheLog() throws Exception {
    HttpRequest request = request();
    Ruling ruling = policy(HeaderMatch.MismatchAction.ADD_ON_MISMATCH).apply(request);

    assertThat(ruling.isAllowed()).isTrue();
    assertThat(request.headers().get("x-tenant")).isEqualTo("blue");
    assertThat(request.headers().get("host")).isEqualTo("server");
    assertThat(request.headers().get("x-other")).isEqualTo("1");
    assertThat(ruling.missing())
        .singleElement()
        .hasToString("key: \"x-tenant\"\nvalue: \"blue\"\n");
  }

  @Test
  void deniedRequestIsLeftAsItIs() throws Exception {
    HttpRequest request = request();
    Ruling ruling = policy(HeaderMatch.MismatchAction.FAIL_ON_MISMATCH).apply(request);

    assertThat(ruling.isAllowed()).isFalse();
    assertThat(request.headers().contains("x-tenant")).isFalse();
  }

  @Test
  void withoutAPolicyNothingIsAllowed() {
    var none = new RequestPolicy(() -> PolicyMap.none(ProxyGeneration.V1_36), CONNECTION);

    assertThat(none.apply(request()).isAllowed()).isFalse();
  }

  private static RequestPolicy policy(HeaderMatch.MismatchAction action) throws Exception {
    HeaderMatch tenant =
        HeaderMatch.newBuilder()
            .setName("x-tenant")
            .setValue("blue")
            .setMismatchAction(action)
            .build();
    NetworkPolicy policy =
        NetworkPolicy.newBuilder()
            .addEndpointIps("10.0.0.1")
            .setEndpointId(7)
            .addIngressPerPortPolicies(
                PortNetworkPolicy.newBuilder()
                    .setPort(80)
                    .addRules(
                        PortNetworkPolicyRule.newBuilder()
                            .setHttpRules(
                                HttpNetworkPolicyRules.newBuilder()
                                    .addHttpRules(
                                        HttpNetworkPolicyRule.newBuilder()
                                            .addHeaderMatches(tenant)))))
            .build();
    PolicyMap map = PolicyMap.of(ProxyGeneration.V1_36, List.of(policy));
    return new RequestPolicy(() -> map, CONNECTION);
  }

  private static HttpRequest request() {
    var request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
    request.headers().set("host", "server").set("x-other", "1");
    return request;
  }
}
