package dev.chancery.agent.engines;

/** One that says what becomes of traffic, by means of its own. */
public interface Engine {
  /** For messages. */
  String name();

  Outcome outcome(Traffic traffic);
}
