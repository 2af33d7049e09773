package dev.chancery.testproxy.wire;

/** A resource or a whole response that the proxy refuses; the message goes into the NACK. */
public final class Rejected extends Exception {
  private static final long serialVersionUID = 1;
  private final int gotcha;

  /**
   * @param gotcha number of the broken rule, see {@link Violation}; −1 for a refusal that a test
   *     asked for, which is nobody's mistake
   * @param message as the real proxy would word it
   */
  public Rejected(int gotcha, String message) {
    super(message);
    this.gotcha = gotcha;
  }

  /** A value that breaks a constraint of its message, in the words of Envoy's checks. */
  public static Rejected constraint(int gotcha, String path, String reason) {
    return new Rejected(
        gotcha, "Proto constraint validation failed (" + path + ": " + reason + ")");
  }

  /** Number of the broken rule; −1 where a test asked for the refusal. */
  public int gotcha() {
    return gotcha;
  }

  /** Text of the error, never null. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
