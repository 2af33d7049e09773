package dev.chancery.xds;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;

/** Resources that hold a name and one string, and how a client reads them. */
final class Samples {
  static final String RBAC = EnvoyTypes.EXTENSION_CONFIG;

  /** A type that no class is made for: bodies are the text {@code name=content}. */
  static final String POLICY = "type.googleapis.com/cilium.NetworkPolicy";

  private Samples() {}

  static Resource policy(String name, String content) {
    ByteString body = ByteString.copyFromUtf8(name + "=" + content);
    return new Resource(
        policy(name),
        ContentHash.of(body),
        Any.newBuilder().setTypeUrl(POLICY).setValue(body).build());
  }

  static ResourceKey policy(String name) {
    return new ResourceKey(POLICY, name);
  }

  static Resource rbac(String name, String content) {
    var config = Resource.pack(StringValue.of(content));
    return Resource.of(
        name, TypedExtensionConfig.newBuilder().setName(name).setTypedConfig(config).build());
  }

  static Resource listener(String name, String content) {
    return Resource.of(name, Listener.newBuilder().setName(name).setStatPrefix(content).build());
  }

  static Resource cluster(String name, String content) {
    return Resource.of(name, Cluster.newBuilder().setName(name).setAltStatName(content).build());
  }

  static Resource route(String name, String content) {
    return Resource.of(
        name,
        RouteConfiguration.newBuilder().setName(name).addInternalOnlyHeaders(content).build());
  }

  static ResourceKey rbac(String name) {
    return new ResourceKey(RBAC, name);
  }

  static ResourceKey listener(String name) {
    return new ResourceKey(EnvoyTypes.LISTENER, name);
  }

  static ResourceKey cluster(String name) {
    return new ResourceKey(EnvoyTypes.CLUSTER, name);
  }

  /** Name and content, {@code name=content}. */
  static String read(Any body) {
    try {
      return switch (body.getTypeUrl()) {
        case EnvoyTypes.LISTENER -> {
          Listener listener = body.unpack(Listener.class);
          yield listener.getName() + "=" + listener.getStatPrefix();
        }
        case EnvoyTypes.CLUSTER -> {
          Cluster cluster = body.unpack(Cluster.class);
          yield cluster.getName() + "=" + cluster.getAltStatName();
        }
        case EnvoyTypes.ROUTE -> {
          RouteConfiguration route = body.unpack(RouteConfiguration.class);
          yield route.getName() + "=" + route.getInternalOnlyHeaders(0);
        }
        case EnvoyTypes.EXTENSION_CONFIG -> {
          TypedExtensionConfig config = body.unpack(TypedExtensionConfig.class);
          String content = config.getTypedConfig().unpack(StringValue.class).getValue();
          yield config.getName() + "=" + content;
        }
        case POLICY -> body.getValue().toStringUtf8();
        default -> "?=" + body.getValue().toStringUtf8();
      };
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }
}
