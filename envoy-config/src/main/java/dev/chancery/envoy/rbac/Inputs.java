package dev.chancery.envoy.rbac;

import com.github.xds.core.v3.TypedExtensionConfig;
import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.DestinationIPInput;
import io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.DestinationPortInput;
import io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.DirectSourceIPInput;
import io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.SourceIPInput;
import io.envoyproxy.envoy.type.matcher.v3.HttpRequestHeaderMatchInput;

/** What a matcher looks at. */
public final class Inputs {
  /** The client's address; behind a PROXY protocol listener filter the one that it carries. */
  public static final TypedExtensionConfig SOURCE_IP =
      input("source-ip", SourceIPInput.getDefaultInstance());

  /** The address of the TCP peer. */
  public static final TypedExtensionConfig DIRECT_SOURCE_IP =
      input("direct-source-ip", DirectSourceIPInput.getDefaultInstance());

  /** The address that the client dialled. */
  public static final TypedExtensionConfig DESTINATION_IP =
      input("destination-ip", DestinationIPInput.getDefaultInstance());

  /** The port that the client dialled. */
  public static final TypedExtensionConfig DESTINATION_PORT =
      input("destination-port", DestinationPortInput.getDefaultInstance());

  private Inputs() {}

  /** A request header, its values joined with a comma; pseudo headers too. */
  static TypedExtensionConfig header(String name) {
    return input(name, HttpRequestHeaderMatchInput.newBuilder().setHeaderName(name).build());
  }

  private static TypedExtensionConfig input(String name, Message config) {
    return TypedExtensionConfig.newBuilder().setName(name).setTypedConfig(Any.pack(config)).build();
  }
}
