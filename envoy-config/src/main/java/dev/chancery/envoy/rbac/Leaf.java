package dev.chancery.envoy.rbac;

import com.github.xds.core.v3.TypedExtensionConfig;
import com.github.xds.type.matcher.v3.Matcher.OnMatch;
import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.rbac.v3.Action;
import io.envoyproxy.envoy.config.rbac.v3.RBAC;

/**
 * A verdict at the end of a tree.
 *
 * @param name what dynamic metadata and access logs show: the rule that decided
 */
record Leaf(boolean allow, String name) {
  /** Denied because nothing allows it. */
  static final Leaf DEFAULT_DENY = new Leaf(false, "default-deny");

  /** Allowed because no policy is in force. */
  static final Leaf NOT_ENFORCED = new Leaf(true, "not-enforced");

  /** Allowed by the policy before and by the one that comes. */
  static final Leaf TRANSITION = new Leaf(true, "transition");

  OnMatch onMatch() {
    Action action =
        Action.newBuilder()
            .setName(name)
            .setAction(allow ? RBAC.Action.ALLOW : RBAC.Action.DENY)
            .build();
    return OnMatch.newBuilder()
        .setAction(
            TypedExtensionConfig.newBuilder().setName("verdict").setTypedConfig(Any.pack(action)))
        .build();
  }
}
