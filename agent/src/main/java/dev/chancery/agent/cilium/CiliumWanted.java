package dev.chancery.agent.cilium;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.envoy.EnvoyResource;
import dev.chancery.envoy.cilium.CiliumTranslator;
import dev.chancery.envoy.cilium.Crossing;
import dev.chancery.envoy.cilium.Hosts;
import dev.chancery.envoy.cilium.SecretUse;
import dev.chancery.envoy.cilium.Secrets;
import dev.chancery.envoy.cilium.check.SnapshotCheck;
import dev.chancery.envoy.cilium.check.Unsound;
import dev.chancery.policy.model.SecretRef;
import dev.chancery.policy.persistent.PersistentMap;
import dev.chancery.policy.resolve.EndpointPolicy;
import dev.chancery.policy.resolve.Resolution;
import dev.chancery.xds.Resource;
import dev.chancery.xds.ResourceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The policies and hosts that a cilium-envoy is to have, given a resolution. Immutable: {@link
 * #next} gives what it is to have afterwards, in which whatever did not change is the same object.
 * Pure.
 */
final class CiliumWanted {
  private final CiliumTranslator translator;
  private final PersistentMap<String, EndpointMessage> endpoints;
  private final Hosts hosts;
  private final Secrets secrets;

  private CiliumWanted(
      CiliumTranslator translator,
      PersistentMap<String, EndpointMessage> endpoints,
      Hosts hosts,
      Secrets secrets) {
    this.translator = translator;
    this.endpoints = endpoints;
    this.hosts = hosts;
    this.secrets = secrets;
  }

  /** Of a world in which there is nothing. */
  static CiliumWanted nothing(CiliumTranslator translator) {
    return new CiliumWanted(translator, PersistentMap.empty(), translator.noHosts(), Secrets.NONE);
  }

  /**
   * One endpoint's policy as a message, and what it was made of.
   *
   * @param published empty for an endpoint that the proxy cannot know, and for a message that it
   *     would refuse
   * @param unsound why it would
   * @param uses of secrets, that the policy names
   * @param served those of these that are served; the message names no other
   */
  private record EndpointMessage(
      EndpointPolicy policy,
      Optional<Resource> published,
      Optional<Unsound> unsound,
      Set<SecretUse> uses,
      Set<SecretRef> served) {
    static EndpointMessage of(
        EndpointPolicy policy,
        Set<SecretUse> uses,
        Set<SecretRef> served,
        CiliumTranslator translator) {
      Optional<EnvoyResource> made = translator.policy(policy, served::contains);
      Optional<Unsound> unsound =
          made.flatMap(r -> SnapshotCheck.policy((NetworkPolicy) r.message()));
      return new EndpointMessage(
          policy,
          unsound.isPresent()
              ? Optional.empty()
              : made.map(r -> Resource.of(r.name(), r.message())),
          unsound,
          uses,
          served);
    }

    boolean isOf(EndpointPolicy other, Set<SecretRef> others) {
      return policy.equals(other) && served.equals(others);
    }
  }

  /**
   * What takes a proxy from one to another.
   *
   * @param changed those that are new, or have another content
   * @param gone those that are wanted no longer
   */
  record Change(List<Resource> changed, List<ResourceKey> gone) {
    Change {
      changed = List.copyOf(changed);
      gone = List.copyOf(gone);
    }

    Change removing(Collection<ResourceKey> keys, String typeUrl) {
      List<ResourceKey> all = new ArrayList<>(gone);
      keys.stream().filter(key -> key.typeUrl().equals(typeUrl)).forEach(all::add);
      return new Change(changed, all);
    }

    List<ResourceKey> keys() {
      return Stream.concat(changed.stream().map(Resource::key), gone.stream()).toList();
    }
  }

  /**
   * The same with another resolution and other secrets, and how to get there: policies, then hosts.
   *
   * @param between policies until the hosts have gone, in place of those of the same name
   * @param movesHosts whether an address has another identity than before
   */
  record Step(
      CiliumWanted wanted,
      Change policies,
      Change hosts,
      List<Resource> between,
      boolean movesHosts) {
    /** The same for a proxy that may have these, too. */
    Step from(ServedBefore before) {
      Set<Integer> moved = before.hosts().movedTo(wanted.hosts);
      if (moved.isEmpty()) {
        return this;
      }
      Crossing crossing = new Crossing(moved, before.hosts(), wanted.hosts);
      Map<ResourceKey, Resource> first = new LinkedHashMap<>();
      policies.changed().forEach(r -> first.put(r.key(), r));
      between.forEach(r -> first.put(r.key(), r));
      first.replaceAll((key, next) -> both(before.policy(key), next, crossing));
      policies.changed().forEach(r -> first.remove(r.key(), r));
      return new Step(wanted, policies, hosts, List.copyOf(first.values()), true);
    }

    /** The same where these are to go as well. */
    Step removing(Collection<ResourceKey> keys) {
      return new Step(
          wanted,
          policies.removing(keys, CiliumTypes.POLICY),
          hosts.removing(keys, CiliumTypes.HOSTS),
          between,
          movesHosts);
    }
  }

  /**
   * @param data keys and values of the Kubernetes Secrets that exist
   */
  Step next(Resolution resolution, Map<SecretRef, Map<String, byte[]>> data) {
    Map<String, Set<SecretUse>> uses = uses(resolution);
    Secrets now = translator.secrets(all(uses.values()), data);
    PersistentMap<String, EndpointMessage> next = endpoints;
    Set<String> left = new HashSet<>(endpoints.keySet());
    for (Map.Entry<String, EndpointPolicy> each : resolution.policies().entrySet()) {
      String key = each.getKey();
      left.remove(key);
      EndpointPolicy policy = each.getValue();
      Set<SecretUse> named = uses.getOrDefault(key, Set.of());
      Set<SecretRef> served = served(named, now);
      EndpointMessage old = endpoints.get(key);
      if (old == null || !old.isOf(policy, served)) {
        next = next.with(key, EndpointMessage.of(policy, named, served, translator));
      }
    }
    for (String key : left) {
      next = next.without(key);
    }
    Hosts.Change moved = translator.hosts(hosts, resolution.ipCache());
    var wanted = new CiliumWanted(translator, next, moved.hosts(), now);
    Map<ResourceKey, Resource> before = new LinkedHashMap<>();
    Map<ResourceKey, Resource> after = new LinkedHashMap<>();
    for (String key : next.differences(endpoints)) {
      put(endpoints.get(key), before);
      put(next.get(key), after);
    }
    Step step = new Step(wanted, change(before, after), hosts(moved), List.of(), false);
    return endpoints.isEmpty() || moved.moved().isEmpty()
        ? step
        : step.from(new ServedBefore(messages(before), hosts));
  }

  private Map<String, Set<SecretUse>> uses(Resolution resolution) {
    Map<String, Set<SecretUse>> uses = new HashMap<>();
    resolution
        .policies()
        .forEach(
            (key, policy) -> {
              EndpointMessage old = endpoints.get(key);
              uses.put(
                  key,
                  old != null && old.policy().equals(policy)
                      ? old.uses()
                      : translator.secrets(policy));
            });
    return uses;
  }

  private static Set<SecretUse> all(Collection<Set<SecretUse>> uses) {
    Set<SecretUse> all = new HashSet<>();
    uses.forEach(all::addAll);
    return all;
  }

  private static Set<SecretRef> served(Set<SecretUse> uses, Secrets secrets) {
    return uses.stream()
        .map(SecretUse::ref)
        .filter(secrets.refs()::contains)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** A resource that moves from one endpoint to another stays. */
  private static Change change(Map<ResourceKey, Resource> old, Map<ResourceKey, Resource> now) {
    return new Change(
        now.values().stream().filter(r -> !r.equals(old.get(r.key()))).toList(),
        old.keySet().stream().filter(k -> !now.containsKey(k)).toList());
  }

  private static Change hosts(Hosts.Change moved) {
    return new Change(
        moved.set().stream().map(r -> Resource.of(r.name(), r.message())).toList(),
        moved.gone().stream().map(name -> new ResourceKey(CiliumTypes.HOSTS, name)).toList());
  }

  private static Resource both(NetworkPolicy before, Resource next, Crossing crossing) {
    NetworkPolicy message = message(next);
    NetworkPolicy both = crossing.between(before, message);
    return both.equals(message) ? next : Resource.of(next.key().name(), both);
  }

  /** Whether an address has another identity in a resolution than here. */
  boolean isMovedBy(Resolution resolution) {
    return !endpoints.isEmpty() && !translator.hosts(hosts, resolution.ipCache()).moved().isEmpty();
  }

  /** All of it, for a store of which nobody knows what it holds. */
  Step fromNothing() {
    Map<ResourceKey, Resource> policies = new LinkedHashMap<>();
    endpoints.values().forEach(endpoint -> put(endpoint, policies));
    List<Resource> all =
        hosts.resources().stream().map(r -> Resource.of(r.name(), r.message())).toList();
    return new Step(
        this,
        new Change(List.copyOf(policies.values()), List.of()),
        new Change(all, List.of()),
        List.of(),
        false);
  }

  /** All of it. */
  ServedBefore served() {
    Map<ResourceKey, Resource> policies = new HashMap<>();
    endpoints.values().forEach(endpoint -> put(endpoint, policies));
    return new ServedBefore(messages(policies), hosts);
  }

  private static Map<ResourceKey, NetworkPolicy> messages(Map<ResourceKey, Resource> policies) {
    Map<ResourceKey, NetworkPolicy> messages = new HashMap<>();
    policies.forEach((key, resource) -> messages.put(key, message(resource)));
    return messages;
  }

  private static NetworkPolicy message(Resource policy) {
    try {
      return policy.body().unpack(NetworkPolicy.class);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a policy message that was packed here", e);
    }
  }

  private static void put(@Nullable EndpointMessage of, Map<ResourceKey, Resource> into) {
    if (of != null) {
      of.published().ifPresent(r -> into.put(r.key(), r));
    }
  }

  /** Why policies are not published, by name; of endpoints that are without one now. */
  Map<String, String> unsound() {
    Map<String, String> reasons = new TreeMap<>();
    endpoints.values().forEach(e -> e.unsound().ifPresent(u -> reasons.put(u.name(), u.reason())));
    return reasons;
  }

  /** Those that the policies name: served, or missing. */
  Secrets secrets() {
    return secrets;
  }
}
