package dev.chancery.testproxy.policy;

import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.testproxy.wire.Audit;
import dev.chancery.testproxy.wire.ProxyGeneration;
import dev.chancery.testproxy.wire.Rejected;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Hands out the keys of one response: addresses and ids in decimal share one space. Until 1.36 the
 * first claim wins without a word, from 1.37 the second fails the response (gotcha 3).
 */
final class PolicyKeys {
  private final ProxyGeneration generation;
  private final Audit audit;
  private final Set<String> taken = new HashSet<>();

  PolicyKeys(ProxyGeneration generation, Audit audit) {
    this.generation = generation;
    this.audit = audit;
  }

  /** The addresses under which this policy will be found. */
  List<String> claim(NetworkPolicy policy) throws Rejected {
    take(Long.toUnsignedString(policy.getEndpointId()));
    List<String> mine = new ArrayList<>();
    for (String address : policy.getEndpointIpsList()) {
      if (take(address)) {
        mine.add(address);
      }
    }
    return mine;
  }

  private boolean take(String key) throws Rejected {
    if (taken.add(key)) {
      return true;
    }
    String text = "NetworkPolicy: duplicate resource key " + key;
    if (generation.rejectsDuplicateKeys()) {
      throw new Rejected(3, text);
    }
    audit.note(3, text);
    return false;
  }
}
