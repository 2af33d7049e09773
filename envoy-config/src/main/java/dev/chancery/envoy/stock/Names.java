package dev.chancery.envoy.stock;

import com.google.common.net.InetAddresses;
import dev.chancery.policy.Direction;
import dev.chancery.policy.world.Endpoint;
import java.net.InetAddress;

/** What the resources of an endpoint are called. */
public final class Names {
  /** The cluster that serves resources. */
  public static final String XDS_CLUSTER = "chancery-xds";

  /** The cluster that receives access logs. */
  public static final String ALS_CLUSTER = "chancery-als";

  /** The header by which the egress listener picks the next hop; clients cannot set it. */
  static final String NEXT_HOP_HEADER = "x-chancery-next-hop";

  private Names() {}

  /** Such as {@code ep:7/ingress}: listener, route and the value that access logs carry. */
  public static String side(int endpointId, Direction direction) {
    return "ep:" + endpointId + "/" + direction.text();
  }

  /**
   * The listener that clients dial at an address. It is named after the address and not after the
   * endpoint: a pod that takes over another's address updates the listener, and does not fight for
   * it.
   */
  public static String front(InetAddress address) {
    return "front:" + InetAddresses.toAddrString(address);
  }

  /** The ECDS resource that judges requests. */
  public static String requests(int endpointId, Direction direction) {
    return "http/" + side(endpointId, direction);
  }

  /** The ECDS resource that judges connections. */
  public static String connections(int endpointId, Direction direction) {
    return "l4/" + side(endpointId, direction);
  }

  /** The ECDS resource that judges bytes that are not HTTP. */
  public static String bytes(int endpointId, Direction direction) {
    return "raw/" + side(endpointId, direction);
  }

  /** The cluster that leads to the listener of one direction of the endpoint with this address. */
  static String hop(Direction direction, InetAddress address) {
    return hop(direction, InetAddresses.toAddrString(address));
  }

  /** {@code address}: text, or an access-log operator that yields it. */
  static String hop(Direction direction, String address) {
    return direction.text() + "/" + address;
  }

  /** The cluster that leads to the application itself. */
  static String application(Endpoint endpoint, int port) {
    return "app/ep:" + endpoint.id() + "/" + port;
  }
}
