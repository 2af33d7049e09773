package dev.chancery.policy.evaluate;

import dev.chancery.policy.resolve.DirectionPolicy;

/** Decides one request under one direction of an endpoint's policy. Pure. */
public final class Evaluator {
  private Evaluator() {}

  public static Decision decide(DirectionPolicy policy, Request request) {
    throw new UnsupportedOperationException("not written yet");
  }
}
