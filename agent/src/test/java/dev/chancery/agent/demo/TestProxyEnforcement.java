package dev.chancery.agent.demo;

import dev.chancery.agent.run.Agent;
import dev.chancery.agent.run.AgentOptions;
import dev.chancery.agent.traffic.TestPlane;
import java.util.List;

/**
 * A cilium-envoy beside Cilium's own datapath, of which the agent sees what the proxy logs:
 * requests and responses. Flows of connections are the datapath's.
 */
record TestProxyEnforcement(TestPlane plane) implements Enforcement {
  @Override
  public void awaitInForce(Agent agent, AgentOptions options)
      throws InterruptedException, Mismatch {
    try {
      plane.awaitInForce(agent);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | AssertionError e) {
      throw new Mismatch("cilium-envoy", "all in force", e);
    }
  }

  @Override
  public List<String> seen(List<String> told) {
    return told.stream().filter(flow -> flow.contains(" http-re")).toList();
  }
}
