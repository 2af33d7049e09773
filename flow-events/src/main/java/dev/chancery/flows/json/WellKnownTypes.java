package dev.chancery.flows.json;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.BytesValue;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DoubleValue;
import com.google.protobuf.Duration;
import com.google.protobuf.Empty;
import com.google.protobuf.FloatValue;
import com.google.protobuf.Int32Value;
import com.google.protobuf.Int64Value;
import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.UInt64Value;
import com.google.protobuf.Value;
import dev.chancery.api.flow.Flow;
import dev.chancery.api.observer.GetFlowsResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which message types have a JSON form of their own, and which an {@code Any} may hold. */
final class WellKnownTypes {
  private static final List<Message> WRAPPERS =
      List.of(
          BoolValue.getDefaultInstance(),
          BytesValue.getDefaultInstance(),
          DoubleValue.getDefaultInstance(),
          FloatValue.getDefaultInstance(),
          Int32Value.getDefaultInstance(),
          Int64Value.getDefaultInstance(),
          StringValue.getDefaultInstance(),
          UInt32Value.getDefaultInstance(),
          UInt64Value.getDefaultInstance());
  private static final List<Message> OTHERS =
      List.of(
          Any.getDefaultInstance(),
          Duration.getDefaultInstance(),
          Empty.getDefaultInstance(),
          ListValue.getDefaultInstance(),
          Struct.getDefaultInstance(),
          Timestamp.getDefaultInstance(),
          Value.getDefaultInstance());
  private static final Set<Descriptor> WRAPPER_TYPES = types(WRAPPERS);
  private static final Set<Descriptor> OTHER_TYPES = types(OTHERS);
  private static final Map<String, Message> BY_NAME = byName();

  private WellKnownTypes() {}

  static boolean isWrapper(Descriptor type) {
    return WRAPPER_TYPES.contains(type);
  }

  /** Whether an {@code Any} shows it under {@code value}. */
  static boolean hasOwnForm(Descriptor type) {
    return isWrapper(type) || OTHER_TYPES.contains(type);
  }

  /** An empty message of the type that stands behind the URL's last slash. */
  static Optional<Message> resolve(String typeUrl) {
    return Optional.ofNullable(BY_NAME.get(typeUrl.substring(typeUrl.lastIndexOf('/') + 1)));
  }

  private static Set<Descriptor> types(List<Message> messages) {
    return messages.stream().map(Message::getDescriptorForType).collect(Collectors.toSet());
  }

  private static Map<String, Message> byName() {
    var messages = new HashMap<String, Message>();
    Stream.concat(WRAPPERS.stream(), OTHERS.stream())
        .forEach(message -> messages.put(message.getDescriptorForType().getFullName(), message));
    addReachable(Flow.getDefaultInstance(), messages);
    addReachable(GetFlowsResponse.getDefaultInstance(), messages);
    return Map.copyOf(messages);
  }

  private static void addReachable(Message message, Map<String, Message> messages) {
    String name = message.getDescriptorForType().getFullName();
    if (messages.putIfAbsent(name, message) != null) {
      return;
    }
    message.getDescriptorForType().getFields().stream()
        .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
        .map(field -> message.newBuilderForType().newBuilderForField(field).build())
        .forEach(part -> addReachable(part, messages));
  }
}
