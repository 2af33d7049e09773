package dev.chancery.agent.demo;

import java.util.List;

/**
 * What a request has to bring.
 *
 * @param answer as {@link Answer#toString}
 * @param flows as {@link FlowLines#essence}, in any order
 */
record Expected(String answer, List<String> flows) {
  Expected {
    flows = List.copyOf(flows);
  }

  static Expected of(String answer, String... flows) {
    return new Expected(answer, List.of(flows));
  }
}
