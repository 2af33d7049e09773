package dev.chancery.flows.observe;

import static dev.chancery.flows.observe.FilterFlagKind.addSides;
import static dev.chancery.flows.observe.FilterFlagKind.alone;
import static dev.chancery.flows.observe.FilterFlagKind.namespace;
import static dev.chancery.flows.observe.FilterFlagKind.read;
import static dev.chancery.flows.observe.FilterFlagKind.text;

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
    flags.add(text("uuid", "Only the flow with this identifier", FlowFilter.Builder::addUuid));
    flags.add(
        text(
            "node-name",
            "Flows of nodes like this: node, cluster/node or cluster/, with * as wildcard",
            FlowFilter.Builder::addNodeName));
    flags.add(
        text(
            "node-label",
            "Flows of nodes with labels that this selector picks",
            FlowFilter.Builder::addNodeLabels));
    addSides(
        flags,
        "cluster",
        "",
        "in the cluster of this name",
        text -> text,
        FlowFilter.Builder::addSourceClusterName,
        FlowFilter.Builder::addDestinationClusterName);
    flags.add(
        text(
            "protocol",
            "Flows of this L4 or L7 protocol, such as tcp or http",
            FlowFilter.Builder::addProtocol));
    flags.add(
        read(
            "tcp-flags",
            "",
            "Flows with all of these TCP flags, comma-separated",
            FlagValues::tcpFlags,
            FlowFilter.Builder::addTcpFlags));
    flags.add(
        read(
            "type",
            "t",
            "Flows of this event type: TYPE[:SUBTYPE], by name or number; types are capture, drop,"
                + " l7, policy-verdict, trace, trace-sock",
            FlagValues::eventType,
            FlowFilter.Builder::addEventType));
    flags.add(
        read(
            "verdict",
            "",
            "Flows with this verdict: FORWARDED, DROPPED, AUDIT, REDIRECTED, ERROR, TRACED,"
                + " TRANSLATED",
            FlagValues::verdict,
            FlowFilter.Builder::addVerdict));
    flags.add(
        read(
            "drop-reason-desc",
            "",
            "Flows dropped for this reason, such as POLICY_DENIED",
            FlagValues::dropReason,
            FlowFilter.Builder::addDropReasonDesc));
    addHttp(flags);
    flags.add(text("trace-id", "Flows of this W3C trace", FlowFilter.Builder::addTraceId));
    flags.add(
        read(
            "ip-trace-id",
            "",
            "Flows of this IP trace",
            FlagValues::ipTraceId,
            FlowFilter.Builder::addIpTraceId));
    addPlaces(flags);
    addEndpoints(flags);
    flags.add(
        read(
            "traffic-direction",
            "",
            "Flows in this direction: ingress or egress",
            FlagValues::direction,
            FlowFilter.Builder::addTrafficDirection));
    flags.add(
        text(
            "cel-expression",
            "Not supported; named so that its use is refused with a reason",
            (filter, value) -> filter.getExperimentalBuilder().addCelExpression(value)));
    flags.add(
        text(
            "interface",
            "Flows seen at the network interface of this name",
            (filter, value) ->
                filter.addInterface(NetworkInterface.newBuilder().setName(value).build())));
    flags.add(
        alone(
            "encrypted",
            "",
            "true",
            "Flows that travel encrypted",
            (f, v) -> f.addEncrypted(true)));
    flags.add(
        alone(
            "unencrypted",
            "",
            "true",
            "Flows that travel in the clear",
            (f, v) -> f.addEncrypted(false)));
    return List.copyOf(flags);
  }

  private static void addHttp(List<FilterFlag> flags) {
    flags.add(
        text(
            "http-status",
            "Responses with this code, or with its first digits: 404, 5+",
            FlowFilter.Builder::addHttpStatusCode));
    flags.add(
        text(
            "http-method",
            "Requests and responses of this method, in any case",
            FlowFilter.Builder::addHttpMethod));
    flags.add(
        text(
            "http-path",
            "Requests and responses in whose decoded path this expression is found",
            FlowFilter.Builder::addHttpPath));
    flags.add(
        text(
            "http-url",
            "Requests and responses in whose URL this expression is found",
            FlowFilter.Builder::addHttpUrl));
    flags.add(
        read(
            "http-header",
            "",
            "Requests and responses with exactly this header, as name:value",
            FlagValues::header,
            FlowFilter.Builder::addHttpHeader));
  }

  private static void addPlaces(List<FilterFlag> flags) {
    addSides(
        flags,
        "fqdn",
        "",
        "at an address of this DNS name, with * as wildcard",
        text -> text,
        FlowFilter.Builder::addSourceFqdn,
        FlowFilter.Builder::addDestinationFqdn);
    addSides(
        flags,
        "ip",
        "",
        "at this address or in this range",
        text -> text,
        FlowFilter.Builder::addSourceIp,
        FlowFilter.Builder::addDestinationIp);
    flags.add(
        text(
            "snat-ip",
            "Flows whose source was translated to this address or into this range",
            FlowFilter.Builder::addSourceIpXlated));
    flags.add(
        alone("ipv4", "4", "v4", "Flows over IPv4", (f, v) -> f.addIpVersion(IPVersion.IPv4)));
    flags.add(
        alone("ipv6", "6", "v6", "Flows over IPv6", (f, v) -> f.addIpVersion(IPVersion.IPv6)));
    flags.add(
        read(
            "ip-version",
            "",
            "Flows over this IP version: v4, v6, none",
            FlagValues::ipVersion,
            FlowFilter.Builder::addIpVersion));
  }

  private static void addEndpoints(List<FilterFlag> flags) {
    addSides(
        flags,
        "pod",
        "",
        "of pods whose name starts so: [namespace/]prefix",
        text -> text,
        FlowFilter.Builder::addSourcePod,
        FlowFilter.Builder::addDestinationPod);
    flags.add(namespace("from-namespace", "", Optional.empty(), FilterList::addSourceNamespace));
    flags.add(namespace("namespace", "n", Optional.empty(), FilterList::addNamespace));
    flags.add(namespace("to-namespace", "", Optional.empty(), FilterList::addDestinationNamespace));
    Optional<String> all = Optional.of("true");
    flags.add(namespace("from-all-namespaces", "", all, (f, v) -> f.addSourceNamespace("")));
    flags.add(namespace("all-namespaces", "A", all, (f, v) -> f.addNamespace("")));
    flags.add(namespace("to-all-namespaces", "", all, (f, v) -> f.addDestinationNamespace("")));
    addSides(
        flags,
        "label",
        "l",
        "with labels that this selector picks, such as app=web or reserved:world",
        text -> text,
        FlowFilter.Builder::addSourceLabel,
        FlowFilter.Builder::addDestinationLabel);
    addSides(
        flags,
        "service",
        "",
        "of services whose name starts so: [namespace/]prefix",
        text -> text,
        FlowFilter.Builder::addSourceService,
        FlowFilter.Builder::addDestinationService);
    addSides(
        flags,
        "port",
        "",
        "on this port",
        text -> text,
        FlowFilter.Builder::addSourcePort,
        FlowFilter.Builder::addDestinationPort);
    addSides(
        flags,
        "workload",
        "",
        "of this workload: name, Kind/name or Kind/",
        FlagValues::workload,
        FlowFilter.Builder::addSourceWorkload,
        FlowFilter.Builder::addDestinationWorkload);
    addSides(
        flags,
        "identity",
        "",
        "with this security identity, by number or reserved name",
        FlagValues::identity,
        FlowFilter.Builder::addSourceIdentity,
        FlowFilter.Builder::addDestinationIdentity);
  }
}
