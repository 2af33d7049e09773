package dev.chancery.envoy.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.xds.type.matcher.v3.Matcher;
import dev.chancery.policy.Direction;
import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.Location;
import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.IpCache;
import dev.chancery.policy.identity.ReservedIdentity;
import dev.chancery.policy.label.Labels;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.HeaderRule;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.model.Pattern;
import dev.chancery.policy.resolve.DirectionPolicy;
import dev.chancery.policy.resolve.L7Rules;
import dev.chancery.policy.resolve.Peers;
import dev.chancery.policy.resolve.PolicyEntry;
import io.envoyproxy.envoy.config.rbac.v3.RBAC;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolicyTreeTest {
  private static final PolicyRef REF = new PolicyRef("CiliumNetworkPolicy", "default", "p", "");
  private static final IpCache CACHE =
      new IpCache(
          Map.of(
              IpPrefix.parse("127.20.0.7"), identity(300),
              IpPrefix.parse("127.20.0.9"), identity(301),
              IpPrefix.parse("10.0.0.0/8"), identity(1 << 24),
              IpPrefix.parse("10.1.0.0/16"), identity((1 << 24) + 1),
              IpPrefix.parse("127.0.0.1"), ReservedIdentity.HOST.identity()));

  /** The same addresses after some have changed hands. */
  private static final IpCache MOVED =
      new IpCache(
          Map.of(
              IpPrefix.parse("127.20.0.7"), identity(301),
              IpPrefix.parse("10.0.0.0/8"), identity((1 << 24) + 1),
              IpPrefix.parse("10.9.0.0/16"), identity(300)));

  @Test
  void ruleThatDoesNotMatchNeverFallsBackToAWiderPrefixThatAllows() {
    var policy =
        policy(
            true,
            entry("narrow", PortRange.of(Protocol.TCP, 80), ids((1 << 24) + 1), http("/only")),
            entry("world", PortRange.of(Protocol.TCP, 80), ids(2, 1 << 24), new L7Rules.None()));

    assertThat(allowed(policy, "10.1.2.3", 80, Map.of(":method", "GET", ":path", "/other")))
        .isFalse();
    assertThat(allowed(policy, "10.2.2.3", 80, Map.of(":method", "GET", ":path", "/other")))
        .isTrue();
    assertThat(allowed(policy, "192.0.2.1", 80, Map.of(":method", "GET", ":path", "/other")))
        .isTrue();
  }

  @Test
  void namesTheRuleThatDecided() {
    var policy =
        policy(true, entry("a", PortRange.of(Protocol.TCP, 80), ids(300), http("/x", "/y")));

    assertThat(action(policy, "127.20.0.7", 80, Map.of(":path", "/y")).getName())
        .isEqualTo("default/p:a.http[1]");
    assertThat(action(policy, "127.20.0.7", 80, Map.of(":path", "/z")).getName())
        .isEqualTo("default-deny");
    assertThat(action(policy, "127.20.0.9", 80, Map.of(":path", "/y")).getName())
        .isEqualTo("default-deny");
  }

  @Test
  void longListOfPathsBecomesOneAlternationWithTheSameVerdicts() {
    String[] paths =
        IntStream.range(0, 40).mapToObj(i -> "/p" + i + "|/q" + i).toArray(String[]::new);
    var policy = policy(true, entry("a", PortRange.EVERYTHING, new Peers.Any(), http(paths)));
    var tree = PolicyTree.compile(policy, CACHE, Inputs.SOURCE_IP, Layer.REQUEST);

    assertThat(tree.toString()).contains("(?:/p0|/q0)|(?:/p1|/q1)");
    assertThat(allowed(policy, "10.0.0.1", 1, Map.of(":path", "/q39"))).isTrue();
    assertThat(allowed(policy, "10.0.0.1", 1, Map.of(":path", "/q3"))).isTrue();
    assertThat(allowed(policy, "10.0.0.1", 1, Map.of(":path", "/q"))).isFalse();
    assertThat(allowed(policy, "10.0.0.1", 1, Map.of(":path", "/q40"))).isFalse();
  }

  @Test
  void upgradeIsAllowedOnlyByARuleThatNamesItOrAllowsEverything() {
    Map<String, String> upgrade =
        Map.of(":method", "GET", ":path", "/x", ":authority", "h", "upgrade", "websocket");
    var named =
        new HttpRule(
            Optional.empty(),
            Optional.of(Pattern.compile("/x")),
            Optional.empty(),
            List.of(new HeaderRule.Exact("Upgrade", "websocket")),
            origin("named"));
    var everything =
        new HttpRule(
            Optional.empty(), Optional.empty(), Optional.empty(), List.of(), origin("everything"));
    PortRange port = PortRange.of(Protocol.TCP, 80);

    assertThat(
            allowed(
                policy(true, entry("a", port, ids(300), http("/x"))), "127.20.0.7", 80, upgrade))
        .isFalse();
    for (HttpRule rule : List.of(named, everything)) {
      var both =
          policy(
              true,
              entry("a", port, ids(300), http("/x")),
              entry("b", port, ids(300), new L7Rules.Http(List.of(rule))));
      assertThat(allowed(both, "127.20.0.7", 80, upgrade)).isTrue();
    }
  }

  @Test
  void noAlternationIsTooLargeForEnvoyToCompileAtOnce() {
    String[] paths =
        IntStream.range(0, 200).mapToObj(i -> "/p" + i + "/[a-z]{1,900}").toArray(String[]::new);
    var policy =
        policy(true, entry("a", PortRange.of(Protocol.TCP, 80), new Peers.Any(), http(paths)));
    var tree = PolicyTree.compile(policy, CACHE, Inputs.SOURCE_IP, Layer.REQUEST);

    assertThat(regexes(tree))
        .hasSize(50)
        .allSatisfy(r -> assertThat(Pattern.compile(r).size()).isLessThan(9000));
    assertThat(allowed(policy, "10.0.0.1", 80, Map.of(":path", "/p199/a"))).isTrue();
    assertThat(allowed(policy, "10.0.0.1", 80, Map.of(":path", "/p200/a"))).isFalse();
  }

  private static List<String> regexes(Matcher tree) {
    return java.util.regex.Pattern.compile("regex: \"(.*)\"")
        .matcher(tree.toString())
        .results()
        .map(r -> r.group(1))
        .filter(r -> r.startsWith("(?:"))
        .toList();
  }

  @Test
  void bytesThatAreNotHttpDoNotPassWhereOnlyRequestsMay() {
    var policy = policy(true, entry("a", PortRange.of(Protocol.TCP, 80), ids(300), http("/x")));

    assertThat(run(policy, Layer.CONNECTION, "127.20.0.7", 80, Map.of()).getAction())
        .isEqualTo(RBAC.Action.ALLOW);
    assertThat(run(policy, Layer.BYTES, "127.20.0.7", 80, Map.of()).getAction())
        .isEqualTo(RBAC.Action.DENY);
  }

  @Test
  void transitionAllowsExactlyWhatBothPoliciesAllow() {
    long seed = Long.getLong("chancery.seed", System.nanoTime());
    System.out.println("PolicyTreeTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      DirectionPolicy before = drawn(random);
      DirectionPolicy after = drawn(random);
      var tree =
          PolicyTree.compile(
              List.of(new Ruling(before, CACHE), new Ruling(after, MOVED)),
              Inputs.SOURCE_IP,
              Layer.REQUEST);
      for (int i = 0; i < 20; i++) {
        String peer =
            pick(random, "127.20.0.7", "127.20.0.9", "10.1.0.1", "10.9.0.1", "8.8.8.8", "::1");
        int port = pick(random, 1, 79, 80, 81, 8080, 8085, 8090, 65535);
        Map<String, String> request = drawnRequest(random);
        var action =
            new MatcherInterpreter(IpPrefix.parse(peer), port, request).run(tree).orElseThrow();
        assertThat(action.getAction() == RBAC.Action.ALLOW)
            .as("seed %d: %s %d %s under %s and %s", seed, peer, port, request, before, after)
            .isEqualTo(
                expected(before, CACHE, peer, port, request)
                    && expected(after, MOVED, peer, port, request));
      }
    }
  }

  private static Map<String, String> drawnRequest(Random random) {
    return Map.of(
        ":method",
        pick(random, "GET", "PUT"),
        ":path",
        pick(random, "/a", "/b", "/a/b", "/"),
        ":authority",
        pick(random, "x", "y"),
        pick(random, "x-a", "x-b", "upgrade"),
        pick(random, "1", "2"));
  }

  @Test
  void treeAndEntriesGiveTheSameVerdictForDrawnPolicies() {
    long seed = Long.getLong("chancery.seed", System.nanoTime());
    System.out.println("PolicyTreeTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 400; round++) {
      DirectionPolicy policy = drawn(random);
      for (int i = 0; i < 20; i++) {
        String peer =
            pick(random, "127.20.0.7", "127.20.0.9", "10.1.0.1", "10.9.0.1", "8.8.8.8", "::1");
        int port = pick(random, 1, 79, 80, 81, 8080, 8085, 8090, 65535);
        Map<String, String> request = drawnRequest(random);
        assertThat(allowed(policy, peer, port, request))
            .as("seed %d: %s %d %s under %s", seed, peer, port, request, policy)
            .isEqualTo(expected(policy, CACHE, peer, port, request));
      }
    }
  }

  /** The definition in {@link DirectionPolicy}, word for word. */
  private static boolean expected(
      DirectionPolicy policy, IpCache cache, String peer, int port, Map<String, String> request) {
    int identity = cache.identity(IpPrefix.parse(peer).address()).number();
    var covering =
        policy.entries().stream().filter(e -> e.covers(identity, Protocol.TCP, port)).toList();
    if (covering.stream().anyMatch(e -> e.action() == Action.DENY)) {
      return false;
    }
    return !policy.enforced()
        || covering.stream()
            .anyMatch(
                e ->
                    !(e.l7() instanceof L7Rules.Http http)
                        || http.rules().stream().anyMatch(r -> matches(r, request)));
  }

  private static boolean matches(HttpRule rule, Map<String, String> request) {
    if (request.containsKey("upgrade") && !rule.allowsUpgrade()) {
      return false;
    }
    return rule.method().map(p -> p.matches(request.getOrDefault(":method", ""))).orElse(true)
        && rule.path().map(p -> p.matches(request.getOrDefault(":path", ""))).orElse(true)
        && rule.host().map(p -> p.matches(request.getOrDefault(":authority", ""))).orElse(true)
        && rule.headers().stream()
            .allMatch(
                h ->
                    request.containsKey(h.name())
                        && (!(h instanceof HeaderRule.Exact exact)
                            || exact.value().equals(request.get(h.name()))));
  }

  private static DirectionPolicy drawn(Random random) {
    List<PolicyEntry> entries = new ArrayList<>();
    int count = random.nextInt(6);
    for (int i = 0; i < count; i++) {
      PortRange ports =
          pick(
              random,
              PortRange.EVERYTHING,
              PortRange.all(Protocol.TCP),
              PortRange.of(Protocol.TCP, 80),
              PortRange.of(Protocol.ANY, 8085),
              PortRange.of(Protocol.UDP, 80),
              new PortRange(Protocol.TCP, 80, 8085),
              new PortRange(Protocol.TCP, 8080, 8090));
      Peers peers =
          random.nextInt(3) == 0
              ? new Peers.Any()
              : ids(pick(random, 300, 301, 2, 1 << 24), pick(random, 300, (1 << 24) + 1));
      if (random.nextInt(5) == 0) {
        entries.add(
            new PolicyEntry(ports, peers, Action.DENY, new L7Rules.None(), origin("deny" + i)));
      } else {
        L7Rules l7 =
            random.nextBoolean() ? new L7Rules.None() : new L7Rules.Http(drawnRules(random, i));
        entries.add(entry("e" + i, ports, peers, l7));
      }
    }
    return policy(random.nextInt(4) != 0, entries.toArray(PolicyEntry[]::new));
  }

  private static List<HttpRule> drawnRules(Random random, int entry) {
    return IntStream.range(0, 1 + random.nextInt(random.nextInt(10) == 0 ? 30 : 3))
        .mapToObj(
            i ->
                new HttpRule(
                    maybe(random, "GET", "GET|PUT"),
                    maybe(random, "/a.*", "/b|/", "/a/[a-z]"),
                    maybe(random, "x", "."),
                    pick(
                        random,
                        List.<HeaderRule>of(),
                        List.<HeaderRule>of(new HeaderRule.Present("X-A")),
                        List.<HeaderRule>of(new HeaderRule.Exact("x-b", "1"))),
                    origin("e" + entry + ".http[" + i + "]")))
        .toList();
  }

  private static Optional<Pattern> maybe(Random random, String... texts) {
    return random.nextInt(3) == 0
        ? Optional.empty()
        : Optional.of(Pattern.compile(pick(random, texts)));
  }

  @SafeVarargs
  private static <T> T pick(Random random, T... of) {
    return of[random.nextInt(of.length)];
  }

  private static boolean allowed(
      DirectionPolicy policy, String peer, int port, Map<String, String> headers) {
    return action(policy, peer, port, headers).getAction() == RBAC.Action.ALLOW;
  }

  private static io.envoyproxy.envoy.config.rbac.v3.Action action(
      DirectionPolicy policy, String peer, int port, Map<String, String> headers) {
    return run(policy, Layer.REQUEST, peer, port, headers);
  }

  private static io.envoyproxy.envoy.config.rbac.v3.Action run(
      DirectionPolicy policy, Layer layer, String peer, int port, Map<String, String> headers) {
    var tree = PolicyTree.compile(policy, CACHE, Inputs.SOURCE_IP, layer);
    return new MatcherInterpreter(IpPrefix.parse(peer), port, headers).run(tree).orElseThrow();
  }

  private static DirectionPolicy policy(boolean enforced, PolicyEntry... entries) {
    return new DirectionPolicy(Direction.INGRESS, enforced, List.of(entries));
  }

  private static PolicyEntry entry(String path, PortRange ports, Peers peers, L7Rules l7) {
    return new PolicyEntry(ports, peers, Action.ALLOW, l7, origin(path));
  }

  private static L7Rules http(String... paths) {
    return new L7Rules.Http(
        IntStream.range(0, paths.length)
            .mapToObj(
                i ->
                    new HttpRule(
                        Optional.empty(),
                        Optional.of(Pattern.compile(paths[i])),
                        Optional.empty(),
                        List.of(),
                        origin("a.http[" + i + "]")))
            .toList());
  }

  private static Provenance origin(String path) {
    return new Provenance(REF, path, Location.UNKNOWN);
  }

  private static Peers ids(Integer... numbers) {
    return new Peers.Identities(List.of(numbers));
  }

  private static Identity identity(int number) {
    return new Identity(number, Labels.of());
  }
}
