package dev.chancery.testproxy.traffic;

import dev.chancery.api.cilium.KeyValue;
import java.util.List;

/**
 * What {@code cilium.l7policy} makes of a request, whose headers it may have changed.
 *
 * @param missing what header rules found missing
 * @param rejected what header rules took away
 */
record Ruling(boolean isAllowed, List<KeyValue> missing, List<KeyValue> rejected) {
  Ruling {
    missing = List.copyOf(missing);
    rejected = List.copyOf(rejected);
  }
}
