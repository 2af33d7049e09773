package dev.chancery.testproxy.stream;

import com.google.protobuf.Any;
import dev.chancery.testproxy.wire.Rejected;
import dev.chancery.testproxy.wire.XdsType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.MethodDescriptor;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Delta (from 1.37): a response brings what is new and names what is gone. The first one accepted
 * on a new stream begins with an empty set (gotcha 12), so whatever it leaves out is lost.
 */
final class DeltaSubscription
    implements Subscription,
        ReconnectingStream.Speaker<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {
  private final XdsType type;
  private final StreamHost host;
  private final UpdateHandler handler;
  private final Answer answer;
  private final ReconnectingStream<DeltaDiscoveryRequest, DeltaDiscoveryResponse> stream;
  private Map<String, Resource> held = new LinkedHashMap<>();
  private boolean first;
  private boolean fresh;
  private boolean reconnected;

  DeltaSubscription(
      XdsType type,
      MethodDescriptor<DeltaDiscoveryRequest, DeltaDiscoveryResponse> method,
      StreamHost host,
      UpdateHandler handler) {
    this.type = type;
    this.host = host;
    this.handler = handler;
    this.answer = new Answer(type, host);
    this.stream = new ReconnectingStream<>(type, method, host, this);
  }

  @Override
  public void open() {
    stream.open();
  }

  @Override
  public void close() {
    stream.close();
  }

  @Override
  public XdsType type() {
    return type;
  }

  @Override
  public DeltaDiscoveryRequest hello() {
    first = true;
    fresh = true;
    reconnected = !held.isEmpty();
    handler.opened();
    Map<String, String> versions = new TreeMap<>();
    held.forEach((name, resource) -> versions.put(name, resource.getVersion()));
    return DeltaDiscoveryRequest.newBuilder()
        .setTypeUrl(type.typeUrl())
        .setNode(host.node())
        .putAllInitialResourceVersions(versions)
        .build();
  }

  @Override
  public void received(DeltaDiscoveryResponse response) {
    if (!response.getTypeUrl().equals(type.typeUrl())) {
      host.audit().note(0, type + ": response of type '" + response.getTypeUrl() + "' is ignored");
      host.changed().run();
      return;
    }
    if (answer.breaksAt(Faults.Moment.BEFORE_APPLY)) {
      stream.breakNow();
      return;
    }
    if (response.getNonce().isEmpty()) {
      host.audit().note(14, type + ": empty nonce");
    }
    Map<String, Resource> next = next(response);
    Optional<Rejected> error =
        answer.apply(
            () -> {
              checkNames(response);
              handler.apply(all(next), first, reconnected);
            });
    boolean breaks = answer.breaksAt(Faults.Moment.BEFORE_ANSWER);
    boolean answers = host.faults().answers(type) && !breaks;
    journal(response, answers, error);
    first = false;
    if (error.isEmpty()) {
      lost(response, next);
      held = next;
      fresh = false;
    }
    if (breaks) {
      stream.breakNow();
    } else if (answers) {
      reply(response.getNonce(), error);
    }
    host.changed().run();
  }

  /** As Envoy does before anybody reads a resource. */
  private static void checkNames(DeltaDiscoveryResponse response) throws Rejected {
    Set<String> names = new HashSet<>();
    for (Resource resource : response.getResourcesList()) {
      if (!names.add(resource.getName())) {
        throw new Rejected(
            0, "duplicate name " + resource.getName() + " found among added/updated resources");
      }
    }
    for (String name : response.getRemovedResourcesList()) {
      if (!names.add(name)) {
        throw new Rejected(
            0, "duplicate name " + name + " found in the union of added+removed resources");
      }
    }
  }

  private Map<String, Resource> next(DeltaDiscoveryResponse response) {
    Map<String, Resource> next = fresh ? new LinkedHashMap<>() : new LinkedHashMap<>(held);
    response.getRemovedResourcesList().forEach(next::remove);
    for (Resource resource : response.getResourcesList()) {
      String inside = ResourceNames.of(type, resource.getResource());
      if (!resource.getName().equals(inside)) {
        host.audit().note(0, type + ": resource " + resource.getName() + " holds " + inside);
      }
      next.put(resource.getName(), resource);
    }
    return next;
  }

  private void lost(DeltaDiscoveryResponse response, Map<String, Resource> next) {
    for (String name : held.keySet()) {
      if (!next.containsKey(name) && !response.getRemovedResourcesList().contains(name)) {
        host.audit().note(12, type + ": the new stream did not bring " + name + " again");
      }
    }
  }

  private static List<Any> all(Map<String, Resource> resources) {
    return resources.values().stream().map(Resource::getResource).toList();
  }

  private void reply(String nonce, Optional<Rejected> error) {
    int number = stream.number();
    DeltaDiscoveryRequest.Builder request =
        DeltaDiscoveryRequest.newBuilder().setTypeUrl(type.typeUrl()).setResponseNonce(nonce);
    error.ifPresent(e -> request.setErrorDetail(Answer.detail(e)));
    DeltaDiscoveryRequest built = request.build();
    answer.later(
        () -> {
          stream.send(number, built);
          handler.answered(error.isEmpty());
          if (answer.breaksAt(Faults.Moment.AFTER_ANSWER)) {
            stream.breakNow();
          }
        });
  }

  private void journal(DeltaDiscoveryResponse response, boolean answers, Optional<Rejected> error) {
    host.journal()
        .accept(
            new JournalEntry(
                host.life(),
                stream.number(),
                first,
                type,
                response.getSystemVersionInfo(),
                response.getNonce(),
                "",
                response.getResourcesCount(),
                response.getResourcesList().stream().map(Resource::getName).toList(),
                response.getRemovedResourcesList(),
                response.getSerializedSize(),
                answers ? Answer.outcome(error) : JournalEntry.Outcome.NONE,
                Answer.text(error)));
  }
}
