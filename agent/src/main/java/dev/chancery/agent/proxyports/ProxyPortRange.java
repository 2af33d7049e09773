package dev.chancery.agent.proxyports;

/**
 * Ports that listeners of the proxy may have; Cilium's {@code proxy-portrange-min} and {@code
 * proxy-portrange-max}.
 *
 * @param min lowest port, 1–65535
 * @param max highest port, {@code min}–65535
 */
public record ProxyPortRange(int min, int max) {
  public static final ProxyPortRange DEFAULT = new ProxyPortRange(10000, 20000);

  private static final int LAST = 65535;

  public ProxyPortRange {
    if (min < 1 || max > LAST || max < min) {
      throw new IllegalArgumentException(
          "proxy port range: " + min + "-" + max + " (expected: 1-65535, ascending)");
    }
  }

  boolean contains(int port) {
    return min <= port && port <= max;
  }

  int size() {
    return max - min + 1;
  }

  @Override
  public String toString() {
    return min + "-" + max;
  }
}
