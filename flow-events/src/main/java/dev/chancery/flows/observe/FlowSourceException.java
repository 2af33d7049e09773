package dev.chancery.flows.observe;

/** The stream of flows ended early; the message is for the user. */
public final class FlowSourceException extends Exception {
  public FlowSourceException(String message) {
    super(message);
  }

  /** The message; never null. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
