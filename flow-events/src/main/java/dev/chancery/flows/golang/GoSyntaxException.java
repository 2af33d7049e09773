package dev.chancery.flows.golang;

/** A text that Go would not accept; the message is the one that Go's user would read. */
public final class GoSyntaxException extends Exception {
  public GoSyntaxException(String message) {
    super(message);
  }

  /** The message; never null. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
