package dev.chancery.testproxy.stream;

import com.google.protobuf.Any;
import dev.chancery.testproxy.wire.Rejected;
import dev.chancery.testproxy.wire.XdsType;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * State of the world (§2.3): each response is everything. A new stream quotes the last accepted
 * version with an empty nonce; a refusal quotes that version with the nonce of what is refused.
 */
final class SotwSubscription
    implements Subscription, ReconnectingStream.Speaker<DiscoveryRequest, DiscoveryResponse> {
  private final XdsType type;
  private final List<String> names;
  private final StreamHost host;
  private final UpdateHandler handler;
  private final Answer answer;
  private final VersionRules rules;
  private final ReconnectingStream<DiscoveryRequest, DiscoveryResponse> stream;
  private String accepted = "";
  private String quoted = "";
  private boolean first;
  private List<String> known = List.of();

  SotwSubscription(XdsType type, List<String> names, StreamHost host, UpdateHandler handler) {
    this.type = type;
    this.names = List.copyOf(names);
    this.host = host;
    this.handler = handler;
    this.answer = new Answer(type, host);
    this.rules = new VersionRules(type, host);
    this.stream = new ReconnectingStream<>(type, type.method(), host, this);
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
  public DiscoveryRequest hello() {
    first = true;
    quoted = accepted;
    rules.opened(accepted);
    handler.opened();
    return request("").setNode(host.node()).build();
  }

  private DiscoveryRequest.Builder request(String nonce) {
    return DiscoveryRequest.newBuilder()
        .setTypeUrl(type.typeUrl())
        .setVersionInfo(accepted)
        .setResponseNonce(nonce)
        .addAllResourceNames(names);
  }

  @Override
  public void received(DiscoveryResponse response) {
    if (!response.getTypeUrl().equals(type.typeUrl())) {
      host.audit().note(0, type + ": response of type '" + response.getTypeUrl() + "' is ignored");
      return;
    }
    if (answer.breaksAt(Faults.Moment.BEFORE_APPLY)) {
      stream.breakNow();
      return;
    }
    List<Any> resources = response.getResourcesList();
    rules.received(response.getVersionInfo(), response.getNonce(), resources, first);
    List<String> now = resources.stream().map(any -> ResourceNames.of(type, any)).toList();
    Optional<Rejected> error =
        answer.apply(
            () -> {
              embedded(response);
              handler.apply(resources, first, !quoted.isEmpty());
            });
    boolean breaks = answer.breaksAt(Faults.Moment.BEFORE_ANSWER);
    boolean answers = host.faults().answers(type) && !breaks;
    journal(response, now, answers, error);
    first = false;
    if (error.isEmpty()) {
      accepted = response.getVersionInfo();
      known = now;
      rules.acked();
    } else {
      rules.nacked(resources);
    }
    if (breaks) {
      stream.breakNow();
    } else if (answers) {
      reply(response.getNonce(), error);
    }
    host.changed().run();
  }

  /** The content of every resource is of the response's type. */
  private void embedded(DiscoveryResponse response) throws Rejected {
    for (Any any : response.getResourcesList()) {
      if (!any.getTypeUrl().equals(type.typeUrl())) {
        throw new Rejected(
            0,
            "type URL "
                + any.getTypeUrl()
                + " embedded in an individual Any does not match the message-wide type URL "
                + type.typeUrl());
      }
    }
  }

  private void reply(String nonce, Optional<Rejected> error) {
    int number = stream.number();
    DiscoveryRequest.Builder request = request(nonce);
    error.ifPresent(e -> request.setErrorDetail(Answer.detail(e)));
    DiscoveryRequest built = request.build();
    answer.later(
        () -> {
          stream.send(number, built);
          handler.answered(error.isEmpty());
          if (answer.breaksAt(Faults.Moment.AFTER_ANSWER)) {
            stream.breakNow();
          }
        });
  }

  private void journal(
      DiscoveryResponse response, List<String> now, boolean answers, Optional<Rejected> error) {
    List<String> removed = new ArrayList<>(known);
    removed.removeAll(now);
    host.journal()
        .accept(
            new JournalEntry(
                host.life(),
                stream.number(),
                first,
                type,
                response.getVersionInfo(),
                response.getNonce(),
                quoted,
                response.getResourcesCount(),
                now,
                removed,
                response.getSerializedSize(),
                answers ? Answer.outcome(error) : JournalEntry.Outcome.NONE,
                Answer.text(error)));
  }
}
