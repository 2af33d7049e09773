package dev.chancery.policy.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Problem;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.evaluate.Evaluator;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.policy.identity.Identity;
import dev.chancery.policy.identity.Numbering;
import dev.chancery.policy.identity.ReservedIdentity;
import dev.chancery.policy.lint.Lint;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.model.L7Spec;
import dev.chancery.policy.model.Pattern;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.PortRule;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.model.RuleElement;
import dev.chancery.policy.parse.PolicyParser;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.resolve.Resolutions;
import dev.chancery.policy.resolve.Resolver;
import dev.chancery.policy.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is said to be pointless can be taken away, and nobody is decided otherwise. */
class PointlessVectorsTest {
  private static final List<Integer> PORTS = List.of(1, 53, 80, 81, 443, 8080, 9090, 65535);

  private final PolicyParser parser = new PolicyParser("default");
  private int removed;
  private long compared;

  @Test
  void nothingIsDecidedOtherwiseWithoutIt() {
    for (JsonNode row : Vectors.rows("resolution.jsonl")) {
      List<Policy> policies = new ArrayList<>();
      for (JsonNode text : row.get("policies")) {
        parser
            .parse("policy.yaml", text.asText())
            .forEach(p -> p.policy().ifPresent(policies::add));
      }
      VectorWorld world = VectorWorld.of(row, policies);
      var resolution = Resolver.resolve(World.of(List.of(), policies), Numbering.empty());
      Lint.warnings(world.world(), resolution)
          .forEach(
              (ref, problems) ->
                  problems.stream()
                      .filter(p -> p.code().equals("pointless"))
                      .forEach(
                          p ->
                              check(
                                  row.get("id").asText(),
                                  world,
                                  policies.stream()
                                      .map(q -> q.ref().equals(ref) ? without(q, p) : q)
                                      .toList(),
                                  p)));
    }
    System.out.println(
        removed + " pointless rules taken away, " + compared + " decisions compared");
    assertThat(removed).isPositive();
  }

  private void check(String id, VectorWorld world, List<Policy> changed, Problem problem) {
    assertThat(changed).as(id + problem).isNotEqualTo(world.world().policies());
    var before = Resolutions.byName(world.world(), world.identities().values());
    var after =
        Resolutions.byName(world.world().withPolicies(changed), world.identities().values());
    if (!before.conflicts().isEmpty() || !after.conflicts().isEmpty()) {
      return;
    }
    removed++;
    List<Request.Http> requests = requests(world.world().policies());
    before
        .policies()
        .forEach(
            (pod, policy) ->
                compare(id + " " + pod, world, requests, policy, after.policies(), pod, problem));
  }

  private void compare(
      String what,
      VectorWorld world,
      List<Request.Http> requests,
      EndpointPolicy policy,
      Map<String, EndpointPolicy> after,
      String pod,
      Problem problem) {
    for (Direction direction : Direction.values()) {
      for (Identity peer : world.identities().values()) {
        if (peer.number() == ReservedIdentity.HOST.number()) {
          continue; // What allow-localhost gives it depends on lists that redirect.
        }
        for (int port : PORTS) {
          Stream.concat(
                  requests.stream().map(Optional::of), Stream.of(Optional.<Request.Http>empty()))
              .map(http -> new Request(peer.number(), Protocol.TCP, port, http))
              .forEach(r -> compare(what, direction, policy, after.get(pod), r, problem));
          compare(
              what,
              direction,
              policy,
              after.get(pod),
              new Request(peer.number(), Protocol.UDP, port, Optional.empty()),
              problem);
        }
      }
    }
  }

  private void compare(
      String what,
      Direction direction,
      EndpointPolicy before,
      EndpointPolicy after,
      Request request,
      Problem problem) {
    compared++;
    boolean was = Evaluator.decide(before.direction(direction), request).allowed();
    boolean is = Evaluator.decide(after.direction(direction), request).allowed();
    if (was != is) {
      throw new AssertionError(what + " " + direction + " " + request + " differs: " + problem);
    }
  }

  private static List<Request.Http> requests(List<Policy> policies) {
    var paths = new TreeSet<>(List.of("/", "/x"));
    var hosts = new TreeSet<>(List.of("a"));
    policies.stream()
        .flatMap(p -> p.rules().stream())
        .flatMap(r -> r.elements().stream())
        .flatMap(e -> e.ports().stream())
        .flatMap(p -> p.l7() instanceof L7Spec.Http http ? http.rules().stream() : Stream.of())
        .forEach(
            rule -> {
              rule.path().map(Pattern::text).ifPresent(t -> paths.add(t.replaceAll("[.*$^]", "")));
              rule.host().map(Pattern::text).ifPresent(hosts::add);
            });
    List<Request.Http> requests = new ArrayList<>();
    for (String method : List.of("GET", "POST", "PUT")) {
      for (String path : paths) {
        for (String host : hosts) {
          requests.add(new Request.Http(method, path, host, Map.of()));
        }
      }
    }
    return requests;
  }

  private static Policy without(Policy policy, Problem problem) {
    return new Policy(
        policy.ref(), policy.rules().stream().map(r -> without(r, problem.path())).toList());
  }

  private static Rule without(Rule rule, String path) {
    return new Rule(
        rule.subject(),
        rule.elements().stream().map(e -> without(e, path)).toList(),
        rule.defaultDeny(),
        rule.labels(),
        rule.description(),
        rule.log(),
        rule.origin());
  }

  private static RuleElement without(RuleElement element, String path) {
    List<PortRule> ports =
        element.ports().stream()
            .filter(p -> !p.origin().path().equals(path))
            .map(p -> without(p, path))
            .toList();
    return new RuleElement(
        element.direction(),
        element.action(),
        element.peers(),
        ports,
        element.authentication(),
        element.origin());
  }

  private static PortRule without(PortRule ports, String path) {
    if (!(ports.l7() instanceof L7Spec.Http http)) {
      return ports;
    }
    List<HttpRule> left =
        http.rules().stream().filter(r -> !r.origin().path().equals(path)).toList();
    return new PortRule(ports.ports(), new L7Spec.Http(left), ports.connection(), ports.origin());
  }
}
