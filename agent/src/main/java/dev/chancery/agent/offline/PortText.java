package dev.chancery.agent.offline;

import dev.chancery.policy.Protocol;
import java.util.Arrays;
import java.util.Locale;

/**
 * A port as questions name it: {@code 80}, {@code 53/UDP}, {@code 8/ICMP}.
 *
 * @param number 1–65535; of ICMP the type, 0–255
 */
public record PortText(Protocol protocol, int number) {
  /** Where DNS servers listen. */
  public static final String OF_DNS = "53/UDP";

  /**
   * Reads {@code PORT} or {@code PORT/PROTOCOL}.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static PortText parse(String text) {
    String[] parts = text.split("/", 2);
    Protocol protocol = parts.length == 1 ? Protocol.TCP : protocol(parts[1]);
    int first = protocol.hasPorts() ? 1 : 0;
    int last = protocol.hasPorts() ? 65535 : 255;
    if (!parts[0].matches("[0-9]{1,5}")
        || Integer.parseInt(parts[0]) < first
        || Integer.parseInt(parts[0]) > last) {
      throw new IllegalArgumentException(
          "port: " + text + " (expected: " + first + "-" + last + ", then /PROTOCOL)");
    }
    return new PortText(protocol, Integer.parseInt(parts[0]));
  }

  private static Protocol protocol(String text) {
    return Arrays.stream(Protocol.values())
        .filter(p -> p != Protocol.ANY && p.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "protocol: " + text + " (expected: TCP, UDP, SCTP, ICMP, ICMPv6)"));
  }

  @Override
  public String toString() {
    return number + "/" + protocol;
  }
}
