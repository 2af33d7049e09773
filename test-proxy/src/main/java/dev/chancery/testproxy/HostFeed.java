package dev.chancery.testproxy;

import com.google.protobuf.Any;
import dev.chancery.api.cilium.NetworkPolicyHosts;
import dev.chancery.testproxy.policy.HostMap;
import dev.chancery.testproxy.stream.Typed;
import dev.chancery.testproxy.stream.UpdateHandler;
import dev.chancery.testproxy.wire.Audit;
import dev.chancery.testproxy.wire.Rejected;
import java.util.List;

/** NPHDS: one bad prefix refuses the whole response, and the old map stays (gotcha 7). */
final class HostFeed implements UpdateHandler {
  private final Audit audit;
  private final Runnable changed;
  private HostMap map = HostMap.none();

  HostFeed(Audit audit, Runnable changed) {
    this.audit = audit;
    this.changed = changed;
  }

  @Override
  public void apply(List<Any> resources, boolean first, boolean reconnected) throws Rejected {
    List<NetworkPolicyHosts> hosts = Typed.list(resources, NetworkPolicyHosts.class);
    if (first && reconnected && hosts.isEmpty() && map.size() > 0) {
      audit.note(12, "no host in the first answer of a stream that followed another");
    }
    hosts.forEach(audit::unknownFields);
    map = HostMap.of(hosts);
    changed.run();
  }

  HostMap map() {
    return map;
  }
}
