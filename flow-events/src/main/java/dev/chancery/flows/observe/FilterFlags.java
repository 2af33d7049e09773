package dev.chancery.flows.observe;

import dev.chancery.api.flow.FlowFilter;
import dev.chancery.api.flow.IPVersion;
import dev.chancery.api.flow.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every filter flag, in the order of the help text. */
final class FilterFlags {
  static final List<FilterFlag> ALL = all();

  private FilterFlags() {}

  private static List<FilterFlag> all() {
    var flags = new ArrayList<FilterFlag>();
    flags.add(
        FilterFlagKind.text(
            "uuid", "Only the flow with this identifier", FlowFilter.Builder::addUuid));
    flags.add(
        FilterFlagKind.text(
            "node-name",
            "Flows of nodes like this: node, cluster/node or cluster/, with * as wildcard",
            FlowFilter.Builder::addNodeName));
    flags.add(
        FilterFlagKind.text(
            "node-label",
            "Flows of nodes with labels that this selector picks",
            FlowFilter.Builder::addNodeLabels));
    FilterFlagKind.addSides(
        flags,
        "cluster",
        "",
        "in the cluster of this name",
        text -> text,
        FlowFilter.Builder::addSourceClusterName,
        FlowFilter.Builder::addDestinationClusterName);
    flags.add(
        FilterFlagKind.text(
            "protocol",
            "Flows of this L4 or L7 protocol, such as tcp or http",
            FlowFilter.Builder::addProtocol));
    flags.add(
        FilterFlagKind.read(
            "tcp-flags",
            "",
            "Flows with all of these TCP flags, comma-separated",
            FlagValues::tcpFlags,
            FlowFilter.Builder::addTcpFlags));
    flags.add(
        FilterFlagKind.read(
            "type",
            "t",
            "Flows of this event type: TYPE[:SUBTYPE], by name or number; types are capture, drop,"
                + " l7, policy-verdict, trace, trace-sock",
            FlagValues::eventType,
            FlowFilter.Builder::addEventType));
    flags.add(
        FilterFlagKind.read(
            "verdict",
            "",
            "Flows with this verdict: FORWARDED, DROPPED, AUDIT, REDIRECTED, ERROR, TRACED,"
                + " TRANSLATED",
            FlagValues::verdict,
            FlowFilter.Builder::addVerdict));
    flags.add(
        FilterFlagKind.read(
            "drop-reason-desc",
            "",
            "Flows dropped for this reason, such as POLICY_DENIED",
            FlagValues::dropReason,
            FlowFilter.Builder::addDropReasonDesc));
    addHttp(flags);
    flags.add(
        FilterFlagKind.text("trace-id", "Flows of this W3C trace", FlowFilter.Builder::addTraceId));
    flags.add(
        FilterFlagKind.read(
            "ip-trace-id",
            "",
            "Flows of this IP trace",
            FlagValues::ipTraceId,
            FlowFilter.Builder::addIpTraceId));
    addPlaces(flags);
    addEndpoints(flags);
    flags.add(
        FilterFlagKind.read(
            "traffic-direction",
            "",
            "Flows in this direction: ingress or egress",
            FlagValues::direction,
            FlowFilter.Builder::addTrafficDirection));
    flags.add(
        FilterFlagKind.text(
            "cel-expression",
            "Not supported; named so that its use is refused with a reason",
            (filter, value) -> filter.getExperimentalBuilder().addCelExpression(value)));
    flags.add(
        FilterFlagKind.text(
            "interface",
            "Flows seen at the network interface of this name",
            (filter, value) ->
                filter.addInterface(NetworkInterface.newBuilder().setName(value).build())));
    flags.add(
        FilterFlagKind.alone(
            "encrypted",
            "",
            "true",
            "Flows that travel encrypted",
            (f, v) -> f.addEncrypted(true)));
    flags.add(
        FilterFlagKind.alone(
            "unencrypted",
            "",
            "true",
            "Flows that travel in the clear",
            (f, v) -> f.addEncrypted(false)));
    return List.copyOf(flags);
  }

  private static void addHttp(List<FilterFlag> flags) {
    flags.add(
        FilterFlagKind.text(
            "http-status",
            "Responses with this code, or with its first digits: 404, 5+",
            FlowFilter.Builder::addHttpStatusCode));
    flags.add(
        FilterFlagKind.text(
            "http-method",
            "Requests and responses of this method, in any case",
            FlowFilter.Builder::addHttpMethod));
    flags.add(
        FilterFlagKind.text(
            "http-path",
            "Requests and responses in whose decoded path this expression is found",
            FlowFilter.Builder::addHttpPath));
    flags.add(
        FilterFlagKind.text(
            "http-url",
            "Requests and responses in whose URL this expression is found",
            FlowFilter.Builder::addHttpUrl));
    flags.add(
        FilterFlagKind.read(
            "http-header",
            "",
            "Requests and responses with exactly this header, as name:value",
            FlagValues::header,
            FlowFilter.Builder::addHttpHeader));
  }

  private static void addPlaces(List<FilterFlag> flags) {
    FilterFlagKind.addSides(
        flags,
        "fqdn",
        "",
        "at an address of this DNS name, with * as wildcard",
        text -> text,
        FlowFilter.Builder::addSourceFqdn,
        FlowFilter.Builder::addDestinationFqdn);
    FilterFlagKind.addSides(
        flags,
        "ip",
        "",
        "at this address or in this range",
        text -> text,
        FlowFilter.Builder::addSourceIp,
        FlowFilter.Builder::addDestinationIp);
    flags.add(
        FilterFlagKind.text(
            "snat-ip",
            "Flows whose source was translated to this address or into this range",
            FlowFilter.Builder::addSourceIpXlated));
    flags.add(
        FilterFlagKind.alone(
            "ipv4", "4", "v4", "Flows over IPv4", (f, v) -> f.addIpVersion(IPVersion.IPv4)));
    flags.add(
        FilterFlagKind.alone(
            "ipv6", "6", "v6", "Flows over IPv6", (f, v) -> f.addIpVersion(IPVersion.IPv6)));
    flags.add(
        FilterFlagKind.read(
            "ip-version",
            "",
            "Flows over this IP version: v4, v6, none",
            FlagValues::ipVersion,
            FlowFilter.Builder::addIpVersion));
  }

  private static void addEndpoints(List<FilterFlag> flags) {
    FilterFlagKind.addSides(
        flags,
        "pod",
        "",
        "of pods whose name starts so: [namespace/]prefix",
        text -> text,
        FlowFilter.Builder::addSourcePod,
        FlowFilter.Builder::addDestinationPod);
    flags.add(
        FilterFlagKind.namespace(
            "from-namespace", "", Optional.empty(), FilterList::addSourceNamespace));
    flags.add(
        FilterFlagKind.namespace("namespace", "n", Optional.empty(), FilterList::addNamespace));
    flags.add(
        FilterFlagKind.namespace(
            "to-namespace", "", Optional.empty(), FilterList::addDestinationNamespace));
    Optional<String> all = Optional.of("true");
    flags.add(
        FilterFlagKind.namespace(
            "from-all-namespaces", "", all, (f, v) -> f.addSourceNamespace("")));
    flags.add(FilterFlagKind.namespace("all-namespaces", "A", all, (f, v) -> f.addNamespace("")));
    flags.add(
        FilterFlagKind.namespace(
            "to-all-namespaces", "", all, (f, v) -> f.addDestinationNamespace("")));
    FilterFlagKind.addSides(
        flags,
        "label",
        "l",
        "with labels that this selector picks, such as app=web or reserved:world",
        text -> text,
        FlowFilter.Builder::addSourceLabel,
        FlowFilter.Builder::addDestinationLabel);
    FilterFlagKind.addSides(
        flags,
        "service",
        "",
        "of services whose name starts so: [namespace/]prefix",
        text -> text,
        FlowFilter.Builder::addSourceService,
        FlowFilter.Builder::addDestinationService);
    FilterFlagKind.addSides(
        flags,
        "port",
        "",
        "on this port",
        text -> text,
        FlowFilter.Builder::addSourcePort,
        FlowFilter.Builder::addDestinationPort);
    FilterFlagKind.addSides(
        flags,
        "workload",
        "",
        "of this workload: name, Kind/name or Kind/",
        FlagValues::workload,
        FlowFilter.Builder::addSourceWorkload,
        FlowFilter.Builder::addDestinationWorkload);
    FilterFlagKind.addSides(
        flags,
        "identity",
        "",
        "with this security identity, by number or reserved name",
        FlagValues::identity,
        FlowFilter.Builder::addSourceIdentity,
        FlowFilter.Builder::addDestinationIdentity);
  }
}
