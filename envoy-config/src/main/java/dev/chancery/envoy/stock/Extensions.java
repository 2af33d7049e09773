package dev.chancery.envoy.stock;

import com.google.common.net.InetAddresses;
import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.ExtensionConfigSource;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import java.net.InetAddress;

/** Small pieces that every resource is made of. */
final class Extensions {
  static final Duration NEVER = Duration.getDefaultInstance();

  /**
   * Resources come over the one aggregated stream, and Envoy waits for them as long as it takes.
   */
  static final ConfigSource ADS =
      ConfigSource.newBuilder()
          .setAds(AggregatedConfigSource.getDefaultInstance())
          .setResourceApiVersion(ApiVersion.V3)
          .setInitialFetchTimeout(NEVER)
          .build();

  private Extensions() {}

  static Filter filter(String name, Message config) {
    return Filter.newBuilder().setName(name).setTypedConfig(Any.pack(config)).build();
  }

  /** A filter whose configuration is a resource; until it has come, {@code closed} is in force. */
  static ExtensionConfigSource discovered(Message closed) {
    Any config = Any.pack(closed);
    return ExtensionConfigSource.newBuilder()
        .setConfigSource(ADS)
        .addTypeUrls(config.getTypeUrl())
        .setDefaultConfig(config)
        .setApplyDefaultConfigWithoutWarming(true)
        .build();
  }

  static Address address(InetAddress address, int port) {
    return Address.newBuilder()
        .setSocketAddress(
            SocketAddress.newBuilder()
                .setAddress(InetAddresses.toAddrString(address))
                .setPortValue(port))
        .build();
  }
}
