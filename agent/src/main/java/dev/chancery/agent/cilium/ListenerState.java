package dev.chancery.agent.cilium;

import java.util.OptionalInt;

/** What is known of a listener that some policy redirects to. One that nobody needs has none. */
public sealed interface ListenerState {
  /** Where it is, or is to be. */
  OptionalInt port();

  /** Published; the proxy has not said that it listens. */
  record Offered(int number) implements ListenerState {
    Ready acknowledged() {
      return new Ready(number);
    }

    @Override
    public OptionalInt port() {
      return OptionalInt.of(number);
    }
  }

  /** The proxy said that it listens. */
  record Ready(int number) implements ListenerState {
    @Override
    public OptionalInt port() {
      return OptionalInt.of(number);
    }
  }

  /**
   * There is none: ports ran out, or the proxy refused too many. Tried again when a proxy connects
   * or nobody needed it for a while.
   *
   * @param reason for the user, with the proxy's own words
   */
  record GivenUp(String reason) implements ListenerState {
    @Override
    public OptionalInt port() {
      return OptionalInt.empty();
    }
  }

  /** As reports name it. */
  default String text() {
    if (this instanceof Offered) {
      return "offered";
    }
    return this instanceof Ready ? "acknowledged" : "given-up";
  }
}
