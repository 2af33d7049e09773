package dev.chancery.agent.envoy;

import java.time.Duration;

/** What the managed Envoy is doing. */
public sealed interface EnvoyState {
  /**
   * The process is there; whether it is ready, its admin socket tells.
   *
   * @param adopted an agent before this one had started it
   */
  record Running(long pid, boolean adopted) implements EnvoyState {}

  /**
   * It ended or could not be started, and will be started again.
   *
   * @param reason such as {@code exited with 1}
   */
  record Waiting(String reason, Duration delay) implements EnvoyState {}

  record Stopped() implements EnvoyState {}
}
