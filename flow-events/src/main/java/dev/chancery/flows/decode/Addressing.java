package dev.chancery.flows.decode;

import com.google.common.net.InetAddresses;
import dev.chancery.accesslogs.Transaction.Transport;
import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.IP;
import dev.chancery.api.flow.IPVersion;
import dev.chancery.api.flow.Layer4;
import dev.chancery.api.flow.SCTP;
import dev.chancery.api.flow.Service;
import dev.chancery.api.flow.TCP;
import dev.chancery.api.flow.TCPFlags;
import dev.chancery.api.flow.UDP;
import dev.chancery.flows.decode.EndpointLookup.FlowService;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who speaks to whom in one flow. Built as the request went; {@link #swapped} is the way back.
 *
 * @param version of the request's source; an address of the other version is not shown
 */
record Addressing(
    InetSocketAddress source,
    InetSocketAddress destination,
    long sourceIdentity,
    long destinationIdentity,
    IPVersion version) {
  static Addressing ofRequest(
      InetSocketAddress source,
      InetSocketAddress destination,
      long sourceIdentity,
      long destinationIdentity) {
    IPVersion version =
        source.getAddress() instanceof Inet6Address ? IPVersion.IPv6 : IPVersion.IPv4;
    return new Addressing(source, destination, sourceIdentity, destinationIdentity, version);
  }

  Addressing swapped() {
    return new Addressing(destination, source, destinationIdentity, sourceIdentity, version);
  }

  void addTo(Flow.Builder flow, EndpointLookup lookup) {
    flow.setIP(
            IP.newBuilder()
                .setSource(text(source.getAddress()))
                .setDestination(text(destination.getAddress()))
                .setIpVersion(version))
        .setSource(lookup.endpoint(source, sourceIdentity).toMessage())
        .setDestination(lookup.endpoint(destination, destinationIdentity).toMessage())
        .addAllSourceNames(lookup.names(destination, source))
        .addAllDestinationNames(lookup.names(source, destination));
    lookup.service(source).map(Addressing::message).ifPresent(flow::setSourceService);
    lookup.service(destination).map(Addressing::message).ifPresent(flow::setDestinationService);
  }

  private String text(@Nullable InetAddress address) {
    if (address == null || (address instanceof Inet6Address) != (version == IPVersion.IPv6)) {
      return "";
    }
    return InetAddresses.toAddrString(address);
  }

  private static Service message(FlowService service) {
    return Service.newBuilder().setName(service.name()).setNamespace(service.namespace()).build();
  }

  void addPorts(Flow.Builder flow, Transport transport) {
    int from = source.getPort();
    int to = destination.getPort();
    switch (transport) {
      case TCP ->
          flow.setL4(
              Layer4.newBuilder()
                  .setTCP(TCP.newBuilder().setSourcePort(from).setDestinationPort(to)));
      case UDP ->
          flow.setL4(
              Layer4.newBuilder()
                  .setUDP(UDP.newBuilder().setSourcePort(from).setDestinationPort(to)));
      case SCTP ->
          flow.setL4(
              Layer4.newBuilder()
                  .setSCTP(SCTP.newBuilder().setSourcePort(from).setDestinationPort(to)));
      case OTHER -> flow.clearL4();
    }
  }

  /** The first packet of a TCP connection. */
  void addSyn(Flow.Builder flow) {
    flow.setL4(
        Layer4.newBuilder()
            .setTCP(
                TCP.newBuilder()
                    .setSourcePort(source.getPort())
                    .setDestinationPort(destination.getPort())
                    .setFlags(TCPFlags.newBuilder().setSYN(true))));
  }
}
