package dev.chancery.flows.decode;

import dev.chancery.api.flow.Emitter;
import dev.chancery.api.flow.Flow;
import java.util.List;
import java.util.function.Supplier;

/**
 * What every flow of a node has in common.
 *
 * @param nodeName {@code cluster/node}; left out where empty
 * @param nodeLabels {@code key=value}
 * @param emitter name of the program; left out where empty
 * @param emitterVersion without a leading {@code v}
 * @param uuids one for each flow; left out where empty
 */
public record FlowOrigin(
    String nodeName,
    List<String> nodeLabels,
    String emitter,
    String emitterVersion,
    Supplier<String> uuids) {
  public FlowOrigin {
    nodeLabels = nodeLabels.stream().sorted().toList();
  }

  Flow.Builder newFlow() {
    var flow =
        Flow.newBuilder().setNodeName(nodeName).addAllNodeLabels(nodeLabels).setUuid(uuids.get());
    if (!emitter.isEmpty()) {
      flow.setEmitter(Emitter.newBuilder().setName(emitter).setVersion(emitterVersion));
    }
    return flow;
  }
}
