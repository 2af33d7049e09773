package dev.chancery.testproxy.stream;

import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.testproxy.wire.XdsType;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * What a test asks of a proxy beyond its nature. May be changed while it runs; survives restarts.
 */
public final class Faults {
  /** When a stream breaks. */
  public enum Moment {
    /** As soon as its first request is out. */
    AFTER_REQUEST,
    /** A response has arrived and is neither applied nor answered. */
    BEFORE_APPLY,
    /** A response is applied and not answered. */
    BEFORE_ANSWER,
    /** A response is applied and answered. */
    AFTER_ANSWER
  }

  private record Refusal<T>(Predicate<T> test, String text) {}

  private volatile Optional<Refusal<NetworkPolicy>> policies = Optional.empty();
  private volatile Optional<Refusal<Listener>> listeners = Optional.empty();
  private volatile Duration ackDelay = Duration.ZERO;
  private final Set<XdsType> silent = ConcurrentHashMap.newKeySet();
  private final Map<XdsType, Moment> breaks = new ConcurrentHashMap<>();

  /** Refuses every response that holds such a policy, with this text. */
  public Faults rejecting(Predicate<NetworkPolicy> policy, String text) {
    policies = Optional.of(new Refusal<>(policy, text));
    return this;
  }

  /** Refuses such listeners, with this text, and takes the others. */
  public Faults rejectingListener(Predicate<Listener> listener, String text) {
    listeners = Optional.of(new Refusal<>(listener, text));
    return this;
  }

  /** Takes everything again. */
  public Faults rejectingNothing() {
    policies = Optional.empty();
    listeners = Optional.empty();
    return this;
  }

  /** Applies at once and answers later. */
  public Faults slowAnswers(Duration delay) {
    ackDelay = delay;
    return this;
  }

  /** Applies and never answers. */
  public Faults silent(XdsType type) {
    silent.add(type);
    return this;
  }

  /** Answers again from the next response on. */
  public Faults answering(XdsType type) {
    silent.remove(type);
    return this;
  }

  /** Breaks the next stream of a type that comes to this moment, once. */
  public Faults breaking(XdsType type, Moment moment) {
    breaks.put(type, moment);
    return this;
  }

  /** Text to refuse a policy with, where a test wants that. */
  public Optional<String> refusal(NetworkPolicy policy) {
    return policies.filter(r -> r.test().test(policy)).map(Refusal::text);
  }

  /** Text to refuse a listener with, where a test wants that. */
  public Optional<String> refusal(Listener listener) {
    return listeners.filter(r -> r.test().test(listener)).map(Refusal::text);
  }

  Duration ackDelay() {
    return ackDelay;
  }

  boolean answers(XdsType type) {
    return !silent.contains(type);
  }

  /** Whether the stream breaks now; asked once for each moment that comes. */
  boolean breaksAt(XdsType type, Moment moment) {
    return breaks.remove(type, moment);
  }
}
