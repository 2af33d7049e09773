package dev.chancery.flows.observe;

import dev.chancery.api.flow.DropReason;
import dev.chancery.api.flow.EventTypeFilter;
import dev.chancery.api.flow.HTTPHeader;
import dev.chancery.api.flow.IPVersion;
import dev.chancery.api.flow.TCPFlags;
import dev.chancery.api.flow.TrafficDirection;
import dev.chancery.api.flow.Verdict;
import dev.chancery.api.flow.Workload;
import dev.chancery.flows.golang.GoNumber;
import dev.chancery.flows.golang.GoQuote;
import dev.chancery.flows.golang.GoSyntaxException;
import dev.chancery.flows.observe.flag.UsageException;
import dev.chancery.flows.print.EventNames;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the values of filter flags that are more than a text. */
final class FlagValues {
  private static final Map<String, Integer> EVENT_TYPES =
      Map.of(
          "drop", EventNames.DROP,
          "debug", EventNames.DEBUG,
          "capture", EventNames.CAPTURE,
          "trace", EventNames.TRACE,
          "policy-verdict", EventNames.POLICY_VERDICT,
          "trace-sock", EventNames.TRACE_SOCK,
          "l7", EventNames.L7,
          "agent", EventNames.AGENT);

  /** By subtype of an agent event. */
  private static final List<String> AGENT_EVENTS =
      List.of(
          "unspecified",
          "message",
          "agent-started",
          "endpoint-regenerate-success",
          "endpoint-regenerate-failure",
          "policy-updated",
          "policy-deleted",
          "endpoint-created",
          "endpoint-deleted",
          "ipcache-upserted",
          "ipcache-deleted");

  /** By number, from 1; the last has no name in lists. */
  private static final List<String> IDENTITIES =
      List.of(
          "host",
          "world",
          "unmanaged",
          "health",
          "init",
          "remote-node",
          "kube-apiserver",
          "ingress",
          "world-ipv4",
          "world-ipv6",
          "overlay-to-encrypt");

  private FlagValues() {}

  static TCPFlags tcpFlags(String value) throws UsageException {
    var flags = TCPFlags.newBuilder();
    for (String name : value.split(",", -1)) {
      var field = TCPFlags.getDescriptor().findFieldByName(name.toUpperCase(Locale.ROOT));
      if (field == null) {
        throw new UsageException("unknown tcp flag: " + name);
      }
      flags.setField(field, true);
    }
    return flags.build();
  }

  static EventTypeFilter eventType(String value) throws UsageException {
    int colon = value.indexOf(':');
    String name = colon < 0 ? value : value.substring(0, colon);
    var filter = EventTypeFilter.newBuilder();
    Integer known = EVENT_TYPES.get(name);
    filter.setType(known == null ? number("type", name) : known);
    if (colon >= 0) {
      String subtype = value.substring(colon + 1);
      List<String> names =
          switch (name) {
            case "trace" -> EventNames.TRACE_POINTS;
            case "agent" -> AGENT_EVENTS;
            default -> List.of();
          };
      int index = names.indexOf(subtype);
      filter.setMatchSubType(true).setSubType(index >= 0 ? index : number("sub-type", subtype));
    }
    return filter.build();
  }

  static Verdict verdict(String value) throws UsageException {
    var verdict = Verdict.getDescriptor().findValueByName(value);
    if (verdict == null) {
      throw new UsageException("invalid --verdict value: " + value);
    }
    return Verdict.valueOf(verdict);
  }

  static DropReason dropReason(String value) throws UsageException {
    if (value.isEmpty()) {
      throw new UsageException("empty --drop-reason-desc value");
    }
    var reason = DropReason.getDescriptor().findValueByName(value);
    if (reason == null) {
      throw new UsageException("invalid --drop-reason-desc value: " + value);
    }
    return DropReason.valueOf(reason);
  }

  static HTTPHeader header(String value) throws UsageException {
    int colon = value.indexOf(':');
    if (colon < 0) {
      throw new UsageException(
          "invalid http-header value " + GoQuote.quote(value) + ", expected name:value");
    }
    return HTTPHeader.newBuilder()
        .setKey(value.substring(0, colon))
        .setValue(value.substring(colon + 1))
        .build();
  }

  static Long ipTraceId(String value) throws UsageException {
    if (value.equals("0")) {
      throw new UsageException("invalid --ip-trace-id value; must be greater than 0");
    }
    try {
      return GoNumber.parseUint(value, 64);
    } catch (GoSyntaxException e) {
      throw new UsageException("invalid --ip-trace-id value: " + e.text());
    }
  }

  /** Whatever names no version stands for flows without IP. */
  static IPVersion ipVersion(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "4", "v4", "ipv4", "ip4" -> IPVersion.IPv4;
      case "6", "v6", "ipv6", "ip6" -> IPVersion.IPv6;
      default -> IPVersion.IP_NOT_USED;
    };
  }

  /** {@code name}, {@code Kind/name}, {@code Kind/}. */
  static Workload workload(String value) {
    int slash = value.indexOf('/');
    return Workload.newBuilder()
        .setKind(slash < 0 ? "" : value.substring(0, slash))
        .setName(value.substring(slash + 1))
        .build();
  }

  static Integer identity(String value) throws UsageException {
    int reserved = IDENTITIES.indexOf(value);
    if (reserved >= 0) {
      return reserved + 1;
    }
    try {
      return (int) GoNumber.parseUintAnyBase(value, 32);
    } catch (GoSyntaxException e) {
      int last = IDENTITIES.size();
      throw new UsageException(
          "invalid security identity, expected one of ["
              + String.join(" ", IDENTITIES.subList(0, last - 1))
              + " "
              + last
              + "] or a numeric value");
    }
  }

  static TrafficDirection direction(String value) throws UsageException {
    String direction = value.toLowerCase(Locale.ROOT);
    return switch (direction) {
      case "ingress" -> TrafficDirection.INGRESS;
      case "egress" -> TrafficDirection.EGRESS;
      default ->
          throw new UsageException(
              direction + ": invalid traffic direction, expected ingress or egress");
    };
  }

  private static int number(String what, String text) throws UsageException {
    try {
      return (int) GoNumber.parseUint(text, 32);
    } catch (GoSyntaxException e) {
      String noun = what.equals("type") ? "type" : "event sub-type";
      throw new UsageException(
          String.format(
              "unable to parse %s '%s', not a known %s name and unable to parse as numeric value:"
                  + " %s",
              noun, text, what, e.text()));
    }
  }
}
