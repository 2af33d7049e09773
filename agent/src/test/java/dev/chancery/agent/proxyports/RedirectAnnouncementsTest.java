package dev.chancery.agent.proxyports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.net.InetAddresses;
import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.reconcile.NodeState;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.Settings;
import dev.chancery.agent.source.ManifestFile;
import dev.chancery.agent.source.Manifests;
import dev.chancery.envoy.cilium.CiliumOptions;
import dev.chancery.envoy.cilium.IpFamilies;
import dev.chancery.policy.resolve.Peers;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RedirectAnnouncementsTest {
  private static final String POLICY =
      """
      apiVersion: cilium.io/v2
      kind: CiliumNetworkPolicy
      metadata: {name: p}
      spec:
        endpointSelector: {matchLabels: {app: a}}
        ingress:
        - fromEndpoints: [{matchLabels: {app: b}}]
          toPorts:
          - ports: [{port: '80', protocol: TCP}, {port: '8000', endPort: 8080, protocol: TCP}]
            rules: {http: [{path: /}]}
        - toPorts: [{ports: [{port: '9090', protocol: TCP}]}]
        egress:
        - toPorts: [{ports: [{port: '443'}]}]
      """;

  private static final IntPredicate ALL = id -> true;
  private static final ProxyPort LISTENING =
      new ProxyPort("cilium-http-ingress", 10001, true, 1, Optional.empty());
  private static final ProxyPort TRYING =
      new ProxyPort("cilium-http-ingress", 10001, false, 1, Optional.empty());

  @TempDir Path folder;

  private final NodeView view = view(pod("a", "10.0.0.1"), pod("b", "10.0.0.2"), POLICY);
  private final int id = view.endpoint(address("10.0.0.1")).orElseThrow().id();
  private final int client = view.endpoint(address("10.0.0.2")).orElseThrow().identity().number();

  @Test
  void announcesWhatTheRulesSendThroughTheProxyAndNothingElse() {
    RedirectAnnouncements redirects = of(view, List.of(LISTENING), ALL, Map.of());

    assertThat(redirects.pending()).isEmpty();
    assertThat(redirects.announced())
        .extracting(AnnouncedRedirect::id, AnnouncedRedirect::proxyPort)
        .containsExactly(
            tuple(id + ":ingress:tcp:80:cilium-http-ingress", 10001),
            tuple(id + ":ingress:tcp:8000-8080:cilium-http-ingress", 10001));
    assertThat(redirects.announced().get(0).redirect().peers())
        .isEqualTo(new Peers.Identities(List.of(client)));
    assertThat(redirects.announced().get(0).redirect().addresses())
        .containsExactly(address("10.0.0.1"));
  }

  @Test
  void nothingIsAnnouncedBeforeTheProxyListens() {
    assertThat(of(view, List.of(), ALL, Map.of()).announced()).isEmpty();
    assertThat(of(view, List.of(TRYING), ALL, Map.of()).announced()).isEmpty();
    assertThat(of(view, List.of(TRYING), ALL, Map.of()).pending()).hasSize(2);
  }

  @Test
  void nothingIsAnnouncedBeforeTheProxyHasThePolicy() {
    RedirectAnnouncements redirects = of(view, List.of(LISTENING), e -> e != id, Map.of());

    assertThat(redirects.announced()).isEmpty();
    assertThat(redirects.pending()).hasSize(2);
  }

  @Test
  void whatIsAnnouncedStaysWhileItIsWantedAtTheSamePort() {
    Map<String, Integer> before = of(view, List.of(LISTENING), ALL, Map.of()).byId();

    assertThat(of(view, List.of(TRYING), e -> false, before).announced()).hasSize(2);
    assertThat(of(view, List.of(), ALL, before).announced()).isEmpty();
    var elsewhere = new ProxyPort("cilium-http-ingress", 10002, false, 1, Optional.empty());
    assertThat(of(view, List.of(elsewhere), ALL, before).announced()).isEmpty();
    NodeView without = view(pod("a", "10.0.0.1"), pod("b", "10.0.0.2"));
    assertThat(of(without, List.of(LISTENING), ALL, before)).isEqualTo(RedirectAnnouncements.NONE);
  }

  @ParameterizedTest
  @EnumSource(IpFamilies.class)
  void announcesAddressesThatTheProxyListensForAlone(IpFamilies families) {
    NodeView dual = view(dualStackPod("a"), pod("b", "10.0.0.2"), POLICY);
    RedirectAnnouncements redirects = of(dual, families, List.of(LISTENING), Map.of());

    assertThat(redirects.pending()).isEmpty();
    assertThat(redirects.announced()).hasSize(families == IpFamilies.BOTH ? 4 : 2);
    assertThat(redirects.announced())
        .allMatch(a -> a.redirect().addresses().stream().allMatch(families::serve));
    assertThat(redirects.unserved()).hasSize(4 - redirects.announced().size());
    assertThat(redirects.unserved())
        .noneMatch(u -> u.addresses().stream().anyMatch(families::serve));
  }

  @Test
  void redirectOfIpv6IsAnotherThanThatOfIpv4() {
    NodeView dual = view(dualStackPod("a"), pod("b", "10.0.0.2"), POLICY);
    List<AnnouncedRedirect> both =
        of(dual, IpFamilies.BOTH, List.of(LISTENING), Map.of()).announced();

    assertThat(both.subList(0, 2))
        .extracting(AnnouncedRedirect::id, a -> a.redirect().addresses())
        .containsExactly(
            tuple(id + ":ingress:tcp:80:cilium-http-ingress", List.of(address("10.0.0.1"))),
            tuple(id + ":ingress:tcp:80:cilium-http-ingress:ipv6", List.of(address("fd00::1"))));
  }

  @Test
  void ipv6IsAnnouncedBeforeTheProxyListensOnlyWhereItWasBefore() {
    NodeView dual = view(dualStackPod("a"), pod("b", "10.0.0.2"), POLICY);
    Map<String, Integer> ipv4 = of(dual, IpFamilies.IPV4, List.of(LISTENING), Map.of()).byId();

    RedirectAnnouncements redirects = of(dual, IpFamilies.BOTH, List.of(TRYING), ipv4);
    assertThat(redirects.byId()).isEqualTo(ipv4);
    assertThat(redirects.pending()).hasSize(2).allMatch(WantedRedirect::isIpv6);
  }

  @Test
  void redirectThatWasAnnouncedIsNotAnnouncedOnceItsFamilyIsOff() {
    NodeView dual = view(dualStackPod("a"), pod("b", "10.0.0.2"), POLICY);
    Map<String, Integer> both = of(dual, IpFamilies.BOTH, List.of(LISTENING), Map.of()).byId();

    RedirectAnnouncements redirects = of(dual, IpFamilies.IPV6, List.of(LISTENING), both);
    assertThat(redirects.announced()).hasSize(2).allMatch(a -> a.redirect().isIpv6());
    assertThat(redirects.pending()).isEmpty();
  }

  @Test
  void fileHoldsBackWhatNoListenerServesAndSaysWhy() throws IOException {
    NodeView dual = view(dualStackPod("a"), pod("b", "10.0.0.2"), POLICY);
    new RedirectsFile(path()).write(7, of(dual, IpFamilies.IPV4, List.of(LISTENING), Map.of()));

    JsonNode root = new JsonMapper().readTree(path().toFile());
    assertThat(root.get("redirects").findValuesAsText("addresses")).hasSize(2);
    assertThat(root.get("redirects").toString()).contains("10.0.0.1").doesNotContain("fd00::1");
    assertThat(root.get("pending")).hasSize(2);
    assertThat(root.at("/pending/0/addresses").toString()).isEqualTo("[\"fd00::1\"]");
    assertThat(root.get("pending").findValuesAsText("reason"))
        .hasSize(2)
        .containsOnly("no listener: --enable-ipv6 is false");
    assertThat(root.get("pending").findValues("proxyPort")).isEmpty();
  }

  @Test
  void endpointListSaysWhyARedirectIsUnserved() {
    NodeView dual = view(dualStackPod("a"), pod("b", "10.0.0.2"), POLICY);
    JsonNode list =
        RedirectJson.ofEndpoint(of(dual, IpFamilies.IPV6, List.of(TRYING), Map.of()), id);

    assertThat(list.findValuesAsText("state"))
        .containsExactly("pending", "pending", "unserved", "unserved");
    assertThat(list.findValuesAsText("reason"))
        .hasSize(2)
        .containsOnly("no listener: --enable-ipv4 is false");
  }

  @Test
  void redirectOfRulesThatSpeakOfEveryoneIsForEveryone() {
    String everyone =
        POLICY.replace(
            "  - fromEndpoints: [{matchLabels: {app: b}}]\n    toPorts:", "  - toPorts:");
    NodeView both =
        view(
            pod("a", "10.0.0.1"),
            pod("b", "10.0.0.2"),
            POLICY,
            everyone.replace("name: p", "name: q"));

    RedirectAnnouncements redirects = of(both, List.of(LISTENING), ALL, Map.of());
    assertThat(redirects.announced()).hasSize(2);
    assertThat(redirects.announced()).allMatch(a -> a.redirect().peers() instanceof Peers.Any);
  }

  @Test
  void ruleForNobodyAsksForNothing() {
    NodeView alone = view(pod("a", "10.0.0.1"), POLICY);

    assertThat(of(alone, List.of(LISTENING), ALL, Map.of())).isEqualTo(RedirectAnnouncements.NONE);
  }

  @Test
  void fileSaysWhatTheDatapathNeeds() throws IOException {
    var file = new RedirectsFile(path());
    assertThat(file.write(7, of(view, List.of(LISTENING), ALL, Map.of()))).isTrue();

    JsonNode root = new JsonMapper().readTree(path().toFile());
    assertThat(root.get("version").asInt()).isEqualTo(1);
    assertThat(root.get("revision").asLong()).isEqualTo(7);
    assertThat(root.get("pending")).isEmpty();
    assertThat(root.get("redirects").get(0).toString())
        .isEqualTo(
            ("{'id':'%d:ingress:tcp:80:cilium-http-ingress','endpointId':%d,"
                    + "'addresses':['10.0.0.1'],'direction':'ingress','protocol':'TCP','port':80,"
                    + "'endPort':80,'listener':'cilium-http-ingress','peers':[%d],"
                    + "'proxyPort':10001}")
                .formatted(id, id, client)
                .replace('\'', '"'));
  }

  @Test
  void nextAgentKnowsWhatWasAnnounced() {
    RedirectAnnouncements redirects = of(view, List.of(LISTENING), ALL, Map.of());
    new RedirectsFile(path()).write(7, redirects);

    assertThat(new RedirectsFile(path()).load()).isEqualTo(redirects.byId());
  }

  @Test
  void brokenOrMissingFileSaysNothing() throws IOException {
    assertThat(new RedirectsFile(path()).load()).isEmpty();
    for (String text :
        List.of(
            "",
            "{",
            "[]",
            "null",
            "{\"version\":2,\"redirects\":[{\"id\":\"a\",\"proxyPort\":1}]}")) {
      Files.writeString(path(), text);
      assertThat(new RedirectsFile(path()).load()).as(text).isEmpty();
    }
  }

  @Test
  void fileThatCannotBeWrittenIsToldToTheCaller() {
    var file = new RedirectsFile(folder.resolve("gone/redirects.json"));

    assertThat(file.write(1, RedirectAnnouncements.NONE)).isFalse();
  }

  @Test
  void fileIsWrittenAgainOnlyForSomethingElse() throws IOException {
    var file = new RedirectsFile(path());
    file.write(1, RedirectAnnouncements.NONE);
    file.write(2, RedirectAnnouncements.NONE);

    assertThat(new JsonMapper().readTree(path().toFile()).get("revision").asLong()).isEqualTo(1);
  }

  @Test
  void endpointListShowsTheStateOfEach() {
    JsonNode list = RedirectJson.ofEndpoint(of(view, List.of(TRYING), ALL, Map.of()), id);

    assertThat(list).hasSize(2);
    assertThat(list.get(0).get("state").asText()).isEqualTo("pending");
    assertThat(list.get(0).has("proxyPort")).isFalse();
    assertThat(
            RedirectJson.ofEndpoint(of(view, List.of(LISTENING), ALL, Map.of()), id)
                .get(1)
                .get("state")
                .asText())
        .isEqualTo("announced");
    assertThat(RedirectJson.ofEndpoint(of(view, List.of(LISTENING), ALL, Map.of()), id + 1))
        .isEmpty();
  }

  private Path path() {
    return folder.resolve("redirects.json");
  }

  private static RedirectAnnouncements of(
      NodeView view, List<ProxyPort> ports, IntPredicate ready, Map<String, Integer> before) {
    return RedirectAnnouncements.of(view, ports, CiliumOptions.DEFAULTS, ready, before);
  }

  private static RedirectAnnouncements of(
      NodeView view, IpFamilies families, List<ProxyPort> ports, Map<String, Integer> before) {
    CiliumOptions proxy = CiliumOptions.DEFAULTS.with(families);
    return RedirectAnnouncements.of(view, ports, proxy, ALL, before);
  }

  private static NodeView view(String... documents) {
    var file = new ManifestFile("all.yaml", String.join("---\n", documents), Optional.empty());
    return NodeState.of(
        new Manifests(List.of(file), Optional.empty()),
        Settings.DEFAULTS.with(DataPlane.CILIUM_ENVOY));
  }

  private static String pod(String name, String address) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s, labels: {app: %s}}
    status: {podIP: %s}
    """
        .formatted(name, name, address);
  }

  private static String dualStackPod(String name) {
    return pod(name, "10.0.0.1, podIPs: [{ip: 10.0.0.1}, {ip: 'fd00::1'}]");
  }

  private static InetAddress address(String text) {
    return InetAddresses.forString(text);
  }
}
