package dev.chancery.testproxy.wire;

import com.google.protobuf.Message;
import java.util.Collection;

/** Takes down what a control plane must not send. */
@FunctionalInterface
public interface Audit {
  /** For readings whose marks nobody wants. */
  Audit NONE = violation -> {};

  void add(Violation violation);

  /** Takes down one violation. */
  default void note(int gotcha, String text) {
    add(new Violation(gotcha, text));
  }

  /** Takes down fields that no release knows: the proxy ignores them without a word (gotcha 6). */
  default void unknownFields(Message message) {
    if (!message.getUnknownFields().asMap().isEmpty()) {
      note(
          6,
          message.getDescriptorForType().getFullName()
              + ": unknown fields "
              + message.getUnknownFields().asMap().keySet()
              + " are ignored");
    }
    for (Object value : message.getAllFields().values()) {
      if (value instanceof Message nested) {
        unknownFields(nested);
      } else if (value instanceof Collection<?> many) {
        for (Object each : many) {
          if (each instanceof Message nested) {
            unknownFields(nested);
          }
        }
      }
    }
  }
}
