package dev.chancery.agent.demo;

/** Something came out otherwise than the story says; the message is for the user. */
public final class Mismatch extends Exception {
  private static final long serialVersionUID = 1;

  Mismatch(String what, Object expected, Object actual) {
    super(what + "\n    expected: " + expected + "\n    actual:   " + actual);
  }
}
