package dev.chancery.flows.observe.flag;

/** Arguments that make no sense; the message is for the user. */
public final class UsageException extends Exception {
  public UsageException(String message) {
    super(message);
  }

  /** The message; never null. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
