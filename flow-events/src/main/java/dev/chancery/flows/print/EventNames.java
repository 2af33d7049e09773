package dev.chancery.flows.print;

import java.util.List;

/** Numbers and names of Cilium's monitor events ({@code pkg/monitor/api}). */
public final class EventNames {
  public static final int DROP = 1;
  public static final int DEBUG = 2;
  public static final int CAPTURE = 3;
  public static final int TRACE = 4;
  public static final int POLICY_VERDICT = 5;
  public static final int TRACE_SOCK = 7;
  public static final int L7 = 129;
  public static final int AGENT = 130;

  /** By subtype of a trace event. */
  public static final List<String> TRACE_POINTS =
      List.of(
          "to-endpoint",
          "to-proxy",
          "to-host",
          "to-stack",
          "to-overlay",
          "from-endpoint",
          "from-proxy",
          "from-host",
          "from-stack",
          "from-overlay",
          "from-network",
          "to-network",
          "from-crypto",
          "to-crypto");

  private static final List<String> POLICY_MATCHES =
      List.of("none", "L3-Only", "L3-L4", "L4-Only", "all", "L3-Proto", "Proto-Only");

  private EventNames() {}

  static String tracePoint(int subtype) {
    int point = subtype & 0xff;
    return point < TRACE_POINTS.size() ? TRACE_POINTS.get(point) : Integer.toString(point);
  }

  static String policyMatch(int type) {
    return type >= 0 && type < POLICY_MATCHES.size() ? POLICY_MATCHES.get(type) : "unknown";
  }
}
