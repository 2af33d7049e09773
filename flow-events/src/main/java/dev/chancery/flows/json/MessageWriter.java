package dev.chancery.flows.json;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Base64;
import java.util.List;

/** Writes messages field by field. */
final class MessageWriter {
  private final StringBuilder out;

  MessageWriter(StringBuilder out) {
    this.out = out;
  }

  void write(Message message) throws ProtoJsonException {
    if (!WellKnownWriter.write(this, out, message)) {
      out.append('{');
      writeFields(message);
      out.append('}');
    }
  }

  /** Writes the set fields, with a comma before each but the object's first. */
  void writeFields(Message message) throws ProtoJsonException {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      boolean isSet =
          field.isRepeated()
              ? message.getRepeatedFieldCount(field) > 0
              : field.hasPresence()
                  ? message.hasField(field)
                  : !isDefault(field, message.getField(field));
      if (isSet) {
        key(field.getName());
        writeField(field, message.getField(field));
      }
    }
  }

  void key(String name) {
    if (out.charAt(out.length() - 1) != '{') {
      out.append(',');
    }
    JsonText.append(out, name);
    out.append(':');
  }

  private static boolean isDefault(FieldDescriptor field, Object value) {
    return value.equals(field.getDefaultValue());
  }

  private void writeField(FieldDescriptor field, Object value) throws ProtoJsonException {
    if (!field.isRepeated()) {
      writeValue(field, value);
      return;
    }
    out.append('[');
    String separator = "";
    for (Object element : (List<?>) value) {
      out.append(separator);
      writeValue(field, element);
      separator = ",";
    }
    out.append(']');
  }

  void writeValue(FieldDescriptor field, Object value) throws ProtoJsonException {
    switch (field.getType()) {
      case UINT32, FIXED32 -> out.append(Integer.toUnsignedString((Integer) value));
      case UINT64, FIXED64 ->
          out.append('"').append(Long.toUnsignedString((Long) value)).append('"');
      case INT64, SINT64, SFIXED64 -> out.append('"').append(value).append('"');
      case STRING -> JsonText.append(out, (String) value);
      case BYTES ->
          JsonText.append(
              out, Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()));
      case ENUM -> writeEnum((EnumValueDescriptor) value);
      case MESSAGE, GROUP -> write((Message) value);
      case DOUBLE -> writeDouble((Double) value, value.toString());
      case FLOAT -> writeDouble((Float) value, value.toString());
      default -> out.append(value);
    }
  }

  private void writeEnum(EnumValueDescriptor value) {
    if (value.getType().findValueByNumber(value.getNumber()) == null) {
      out.append(value.getNumber());
    } else {
      JsonText.append(out, value.getName());
    }
  }

  private void writeDouble(double value, String shortest) {
    if (Double.isNaN(value)) {
      out.append("\"NaN\"");
    } else if (Double.isInfinite(value)) {
      out.append(value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
    } else {
      out.append(JsonNumber.print(value, shortest));
    }
  }
}
