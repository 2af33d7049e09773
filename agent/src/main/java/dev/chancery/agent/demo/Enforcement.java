package dev.chancery.agent.demo;

import dev.chancery.agent.run.Agent;
import dev.chancery.agent.run.AgentOptions;
import java.util.List;

/** The data plane that a story is played on. */
interface Enforcement {
  /**
   * Waits until what the agent has published holds for every connection and request after it.
   *
   * @throws Mismatch if something is refused, or patience ends
   */
  void awaitInForce(Agent agent, AgentOptions options) throws InterruptedException, Mismatch;

  /**
   * Which of the flows of a request this data plane sees.
   *
   * @param told all flows, as {@link FlowLines#essence}
   */
  List<String> seen(List<String> told);
}
