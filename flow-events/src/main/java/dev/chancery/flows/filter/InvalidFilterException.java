package dev.chancery.flows.filter;

/** A filter that cannot be compiled; the message is the one that Hubble gives. */
public final class InvalidFilterException extends Exception {
  public InvalidFilterException(String message) {
    super(message);
  }

  /** The message; never null. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
