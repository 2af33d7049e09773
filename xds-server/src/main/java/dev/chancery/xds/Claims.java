package dev.chancery.xds;

import com.google.protobuf.Any;
import java.util.Set;

/** What of a resource no other resource of its type may have at the same time. */
@FunctionalInterface
public interface Claims {
  Claims NONE = body -> Set.of();

  /** Such as the addresses for which a policy is; nothing for a body that cannot be read. */
  Set<String> of(Any body);
}
