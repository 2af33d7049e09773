package dev.chancery.testproxy;

import dev.chancery.testproxy.listener.IdentitySource;
import dev.chancery.testproxy.listener.Surroundings;
import dev.chancery.testproxy.policy.HostMap;
import dev.chancery.testproxy.policy.PolicyMap;
import dev.chancery.testproxy.stream.StreamHost;
import dev.chancery.testproxy.stream.Subscription;
import dev.chancery.testproxy.stream.UpdateHandler;
import dev.chancery.testproxy.wire.XdsType;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One life of the process, from start to kill: which streams it opens when (§2.2), and what they
 * have led to. CDS and LDS at once; NPDS, and NPHDS where it is the source of identities, with the
 * first listener that has a source, until the last is gone; one stream for each secret, route or
 * cluster that is named. Lives on the loop.
 */
final class Life {
  private final TestProxyOptions options;
  private final StreamHost host;
  private final Consumer<ProxyState> publish;
  private final SecretStore secrets;
  private final ClusterFeed clusters;
  private final ListenerFeed listeners;
  private final Map<String, RouteConfiguration> routes = new TreeMap<>();
  private final Map<String, ClusterLoadAssignment> endpoints = new TreeMap<>();
  private final NamedSubscriptions secretStreams;
  private final NamedSubscriptions routeStreams;
  private final NamedSubscriptions endpointStreams;
  private PolicyFeed policies;
  private HostFeed hosts;
  private Optional<Subscription> policyStream = Optional.empty();
  private Optional<Subscription> hostStream = Optional.empty();
  private boolean waitedEnough;

  /**
   * @param hosting gives what the streams share, which calls back after each change
   */
  Life(
      TestProxyOptions options,
      Function<Runnable, StreamHost> hosting,
      SecretStore secrets,
      Consumer<ProxyState> publish) {
    this.options = options;
    this.host = hosting.apply(this::publish);
    this.secrets = secrets;
    this.publish = publish;
    clusters = new ClusterFeed(options.staticClusters(), host.audit(), this::settle);
    listeners =
        new ListenerFeed(
            this::surroundings,
            clusters,
            new AccessLogProbe(options.xdsSocket()),
            host.audit(),
            this::settle);
    policies = newPolicies();
    hosts = new HostFeed(host.audit(), this::settle);
    secretStreams =
        new NamedSubscriptions(
            XdsType.SECRET,
            host,
            name -> new NamedFeed<>(name, Secret.class, Secret::getName, secrets::put),
            secrets::forget);
    routeStreams =
        new NamedSubscriptions(
            XdsType.ROUTE,
            host,
            name ->
                new NamedFeed<>(
                    name,
                    RouteConfiguration.class,
                    RouteConfiguration::getName,
                    route -> routes.put(name, route)),
            routes::remove);
    endpointStreams =
        new NamedSubscriptions(
            XdsType.ENDPOINT,
            host,
            name ->
                new NamedFeed<>(
                    name,
                    ClusterLoadAssignment.class,
                    ClusterLoadAssignment::getClusterName,
                    load -> endpoints.put(name, load)),
            endpoints::remove);
  }

  private PolicyFeed newPolicies() {
    return new PolicyFeed(options.generation(), secrets, host.faults(), host.audit(), this::settle);
  }

  void start() {
    publish();
    Subscription.whole(XdsType.CLUSTER, List.of(), host, clusters).open();
    Subscription.whole(XdsType.LISTENER, List.of(), host, listeners).open();
    host.after(options.fetchTimeout(), this::enoughWaited);
  }

  /** Without an answer of LDS and CDS the proxy is not ready for so long (gotcha 21). */
  private void enoughWaited() {
    waitedEnough = true;
    if (!(listeners.everAnswered() && clusters.everAnswered())) {
      host.audit()
          .note(
              21,
              "no answer in "
                  + options.fetchTimeout()
                  + ": LDS "
                  + listeners.everAnswered()
                  + ", CDS "
                  + clusters.everAnswered());
    }
    publish();
  }

  private Surroundings surroundings() {
    return new Surroundings(
        options.generation(),
        clusters.names(),
        options.ipcache().isPresent(),
        options.portBusy(),
        host.faults()::refusal,
        host.audit());
  }

  /**
   * Opens and closes streams after anything has changed; what is in force shows once that is told.
   */
  private void settle() {
    Set<IdentitySource> sources = EnumSet.noneOf(IdentitySource.class);
    listeners.table().listeners().stream()
        .flatMap(listener -> listener.metadata().stream())
        .map(
            metadata ->
                IdentitySource.of(metadata, options.generation(), options.ipcache().isPresent()))
        .forEach(sources::add);
    sources.remove(IdentitySource.NONE);
    settlePolicies(!sources.isEmpty());
    settleHosts(sources.contains(IdentitySource.NPHDS));
    secretStreams.want(policies.map().secretNames());
    routeStreams.want(References.routes(listeners.table()));
    endpointStreams.want(References.endpoints(clusters.clusters().values()));
  }

  private void settlePolicies(boolean wanted) {
    if (wanted && policyStream.isEmpty()) {
      policyStream = Optional.of(opened(XdsType.POLICY, policies));
    } else if (!wanted && policyStream.isPresent()) {
      policyStream.get().close();
      policyStream = Optional.empty();
      policies = newPolicies();
    }
  }

  private void settleHosts(boolean wanted) {
    if (wanted && hostStream.isEmpty()) {
      hostStream = Optional.of(opened(XdsType.HOSTS, hosts));
    } else if (!wanted && hostStream.isPresent()) {
      hostStream.get().close();
      hostStream = Optional.empty();
      hosts = new HostFeed(host.audit(), this::settle);
    }
  }

  private Subscription opened(XdsType type, UpdateHandler handler) {
    Subscription subscription =
        options.delta()
            ? Subscription.delta(type, host, handler)
            : Subscription.whole(type, List.of(), host, handler);
    subscription.open();
    return subscription;
  }

  private void publish() {
    publish.accept(
        new ProxyState(
            listeners.table(),
            clusters.names(),
            policyStream.isPresent() ? policies.map() : PolicyMap.none(options.generation()),
            hostStream.isPresent() ? hosts.map() : options.ipcache().orElseGet(HostMap::none),
            routes,
            endpoints,
            streams(),
            waitedEnough || (listeners.everAnswered() && clusters.everAnswered())));
  }

  private Set<XdsType> streams() {
    Set<XdsType> open = EnumSet.of(XdsType.CLUSTER, XdsType.LISTENER);
    policyStream.ifPresent(subscription -> open.add(subscription.type()));
    hostStream.ifPresent(subscription -> open.add(subscription.type()));
    if (secretStreams.any()) {
      open.add(XdsType.SECRET);
    }
    if (routeStreams.any()) {
      open.add(XdsType.ROUTE);
    }
    if (endpointStreams.any()) {
      open.add(XdsType.ENDPOINT);
    }
    return open;
  }
}
