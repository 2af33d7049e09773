package dev.chancery.flows.json;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import java.util.Map;

/** The message types that JSON shows in a form of their own. */
final class WellKnownWriter {
  private static final long MAX_DURATION_SECONDS = 315_576_000_000L;

  private WellKnownWriter() {}

  /** Whether the message was of such a type and is now written. */
  static boolean write(MessageWriter writer, StringBuilder out, Message message)
      throws ProtoJsonException {
    if (message instanceof Timestamp time) {
      JsonText.append(out, ProtoTime.print(time));
    } else if (message instanceof Duration duration) {
      JsonText.append(out, print(duration));
    } else if (message instanceof Any any) {
      writeAny(writer, out, any);
    } else if (message instanceof Struct struct) {
      out.append('{');
      for (Map.Entry<String, Value> field : struct.getFieldsMap().entrySet()) {
        writer.key(field.getKey());
        writer.write(field.getValue());
      }
      out.append('}');
    } else if (message instanceof ListValue list) {
      writeList(writer, out, list);
    } else if (message instanceof Value value) {
      writeDynamic(writer, out, value);
    } else if (WellKnownTypes.isWrapper(message.getDescriptorForType())) {
      FieldDescriptor value = message.getDescriptorForType().findFieldByNumber(1);
      writer.writeValue(value, message.getField(value));
    } else {
      return false;
    }
    return true;
  }

  private static void writeAny(MessageWriter writer, StringBuilder out, Any any)
      throws ProtoJsonException {
    if (any.getTypeUrl().isEmpty()) {
      if (!any.getValue().isEmpty()) {
        throw new ProtoJsonException("proto: google.protobuf.Any: empty type URL");
      }
      out.append("{}");
      return;
    }
    Message content;
    try {
      content =
          WellKnownTypes.resolve(any.getTypeUrl())
              .orElseThrow(() -> ProtoJson.unresolved(any.getTypeUrl()))
              .getParserForType()
              .parseFrom(any.getValue());
    } catch (InvalidProtocolBufferException e) {
      throw new ProtoJsonException("proto: google.protobuf.Any: unable to unmarshal its value");
    }
    out.append('{');
    writer.key("@type");
    JsonText.append(out, any.getTypeUrl());
    if (WellKnownTypes.hasOwnForm(content.getDescriptorForType())) {
      writer.key("value");
      writer.write(content);
    } else {
      writer.writeFields(content);
    }
    out.append('}');
  }

  private static void writeList(MessageWriter writer, StringBuilder out, ListValue list)
      throws ProtoJsonException {
    out.append('[');
    String separator = "";
    for (Value value : list.getValuesList()) {
      out.append(separator);
      writer.write(value);
      separator = ",";
    }
    out.append(']');
  }

  private static void writeDynamic(MessageWriter writer, StringBuilder out, Value value)
      throws ProtoJsonException {
    switch (value.getKindCase()) {
      case NULL_VALUE -> out.append("null");
      case KIND_NOT_SET ->
          throw new ProtoJsonException(
              "proto: google.protobuf.Value: none of the oneof fields is set");
      case NUMBER_VALUE -> {
        if (!Double.isFinite(value.getNumberValue())) {
          throw new ProtoJsonException("proto: google.protobuf.Value: no finite number");
        }
        String shortest = Double.toString(value.getNumberValue());
        out.append(JsonNumber.print(value.getNumberValue(), shortest));
      }
      case STRING_VALUE -> JsonText.append(out, value.getStringValue());
      case BOOL_VALUE -> out.append(value.getBoolValue());
      case STRUCT_VALUE -> writer.write(value.getStructValue());
      case LIST_VALUE -> writer.write(value.getListValue());
    }
  }

  private static String print(Duration duration) throws ProtoJsonException {
    long seconds = duration.getSeconds();
    int nanos = duration.getNanos();
    boolean valid =
        Math.abs(seconds) <= MAX_DURATION_SECONDS
            && Math.abs((long) nanos) < 1_000_000_000L
            && !(seconds > 0 && nanos < 0)
            && !(seconds < 0 && nanos > 0);
    if (!valid) {
      throw new ProtoJsonException("proto: google.protobuf.Duration: out of range");
    }
    String sign = seconds < 0 || nanos < 0 ? "-" : "";
    return sign + Math.abs(seconds) + ProtoTime.fraction(Math.abs(nanos)) + "s";
  }
}
