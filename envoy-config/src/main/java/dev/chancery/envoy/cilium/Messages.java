package dev.chancery.envoy.cilium;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.envoyproxy.envoy.config.core.v3.Pipe;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.listener.v3.AdditionalAddress;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.InternalAddressConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import java.nio.file.Path;
import java.util.List;

/** Small pieces that bootstrap and listeners are made of. */
final class Messages {
  /** Senders whose requests count as internal to Envoy. */
  static final InternalAddressConfig INTERNAL =
      InternalAddressConfig.newBuilder()
          .addCidrRanges(range("10.0.0.0", 8))
          .addCidrRanges(range("172.16.0.0", 12))
          .addCidrRanges(range("192.168.0.0", 16))
          .addCidrRanges(range("127.0.0.1", 32))
          .addCidrRanges(range("::1", 128))
          .build();

  static final HttpFilter ROUTER =
      HttpFilter.newBuilder()
          .setName("envoy.filters.http.router")
          .setTypedConfig(Any.pack(Router.getDefaultInstance()))
          .build();

  private Messages() {}

  static Duration seconds(int seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }

  static Filter filter(String name, Message config) {
    return Filter.newBuilder().setName(name).setTypedConfig(Any.pack(config)).build();
  }

  /** Uses TLS where the policy of the connection says so. */
  static TransportSocket tlsWrapper(Message context) {
    return TransportSocket.newBuilder()
        .setName("cilium.tls_wrapper")
        .setTypedConfig(Any.pack(context))
        .build();
  }

  private static Address address(String address, int port) {
    return Address.newBuilder()
        .setSocketAddress(SocketAddress.newBuilder().setAddress(address).setPortValue(port))
        .build();
  }

  /** A listener without filter chains, on one port of each address; the first is its own. */
  static Listener.Builder listener(String name, List<String> addresses, int port) {
    Listener.Builder listener =
        Listener.newBuilder().setName(name).setAddress(address(addresses.get(0), port));
    for (String additional : addresses.subList(1, addresses.size())) {
      listener.addAdditionalAddresses(
          AdditionalAddress.newBuilder().setAddress(address(additional, port)));
    }
    return listener;
  }

  static Address pipe(Path path, int mode) {
    return Address.newBuilder()
        .setPipe(Pipe.newBuilder().setPath(path.toString()).setMode(mode))
        .build();
  }

  private static CidrRange range(String address, int length) {
    return CidrRange.newBuilder()
        .setAddressPrefix(address)
        .setPrefixLen(UInt32Value.of(length))
        .build();
  }
}
