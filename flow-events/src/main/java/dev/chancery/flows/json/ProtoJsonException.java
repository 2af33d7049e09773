package dev.chancery.flows.json;

/** JSON that is no message of the wanted type, or a message that has no JSON form. */
public final class ProtoJsonException extends Exception {
  public ProtoJsonException(String message) {
    super(message);
  }

  /** The message; never null. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
