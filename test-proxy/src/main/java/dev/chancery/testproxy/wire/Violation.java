package dev.chancery.testproxy.wire;

/**
 * Something that a control plane must not send, whether the proxy refuses it or not.
 *
 * @param gotcha number of the rule in the list of what cilium-envoy rejects or ignores, 1–22; 0 for
 *     what breaks the protocol in another way
 * @param text what came, and what was expected
 */
public record Violation(int gotcha, String text) {
  public Violation {
    if (gotcha < 0 || gotcha > 22) {
      throw new IllegalArgumentException("gotcha: " + gotcha + " (expected: 0-22)");
    }
  }

  @Override
  public String toString() {
    return "gotcha " + gotcha + ": " + text;
  }
}
