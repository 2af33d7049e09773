package dev.chancery.flows.server;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import dev.chancery.api.flow.Flow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a flow that a client wants: {@code source.pod_name}, {@code IP}. Names are those of
 * the proto file. A path through a repeated field holds for each of its elements.
 */
final class FlowMask {
  private final Map<FieldDescriptor, FlowMask> children = new LinkedHashMap<>();
  private boolean whole;

  private FlowMask() {}

  /** All fields. */
  static FlowMask everything() {
    var mask = new FlowMask();
    mask.whole = true;
    return mask;
  }

  /** Empty where a path names no field; a mask without paths means everything. */
  static Optional<FlowMask> of(FieldMask paths) {
    if (paths.getPathsCount() == 0) {
      return Optional.of(everything());
    }
    var root = new FlowMask();
    for (String path : paths.getPathsList()) {
      if (!root.add(Flow.getDescriptor(), path)) {
        return Optional.empty();
      }
    }
    return Optional.of(root);
  }

  private boolean add(Descriptor type, String path) {
    int dot = path.indexOf('.');
    FieldDescriptor field = type.findFieldByName(dot < 0 ? path : path.substring(0, dot));
    if (field == null) {
      return false;
    }
    FlowMask child = children.computeIfAbsent(field, f -> new FlowMask());
    if (dot < 0) {
      child.whole = true;
      return true;
    }
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && child.add(field.getMessageType(), path.substring(dot + 1));
  }

  Flow apply(Flow flow) {
    if (whole) {
      return flow;
    }
    var masked = Flow.newBuilder();
    copy(flow, masked);
    return masked.build();
  }

  private void copy(Message from, Message.Builder to) {
    for (var child : children.entrySet()) {
      FieldDescriptor field = child.getKey();
      if (child.getValue().whole) {
        copyWhole(field, from, to);
      } else if (field.isRepeated()) {
        child.getValue().copyElements(field, from, to);
      } else if (from.hasField(field)) {
        Message.Builder part = to.newBuilderForField(field);
        child.getValue().copy((Message) from.getField(field), part);
        to.setField(field, part.build());
      }
    }
  }

  private static void copyWhole(FieldDescriptor field, Message from, Message.Builder to) {
    boolean present =
        field.isRepeated() ? from.getRepeatedFieldCount(field) > 0 : from.hasField(field);
    if (present) {
      to.setField(field, from.getField(field));
    }
  }

  private void copyElements(FieldDescriptor field, Message from, Message.Builder to) {
    for (int i = 0; i < from.getRepeatedFieldCount(field); i++) {
      Message.Builder part = to.newBuilderForField(field);
      copy((Message) from.getRepeatedField(field, i), part);
      to.addRepeatedField(field, part.build());
    }
  }
}
