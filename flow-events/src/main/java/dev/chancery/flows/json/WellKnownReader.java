package dev.chancery.flows.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import dev.chancery.flows.golang.GoDuration;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;

/** Reads the message types that JSON shows in a form of their own. */
final class WellKnownReader {
  private WellKnownReader() {}

  /** Whether {@code null} is a value of the field, not its absence. */
  static boolean takesNull(FieldDescriptor field) {
    return !field.isRepeated()
        && switch (field.getJavaType()) {
          case MESSAGE -> field.getMessageType().equals(Value.getDescriptor());
          case ENUM -> field.getEnumType().equals(NullValue.getDescriptor());
          default -> false;
        };
  }

  /** Whether the message is of such a type and is now read. */
  static boolean read(MessageReader reader, JsonParser in, Message.Builder message)
      throws IOException, ProtoJsonException {
    if (message instanceof Timestamp.Builder time) {
      time.mergeFrom(time(reader, in));
    } else if (message instanceof Duration.Builder duration) {
      duration.mergeFrom(duration(reader, in));
    } else if (message instanceof Any.Builder any) {
      new AnyReader(reader, in).readInto(any);
    } else if (message instanceof Struct.Builder struct) {
      readStruct(reader, in, struct);
    } else if (message instanceof ListValue.Builder list) {
      readList(reader, in, list);
    } else if (message instanceof Value.Builder value) {
      readDynamic(reader, in, value);
    } else if (WellKnownTypes.isWrapper(message.getDescriptorForType())) {
      FieldDescriptor value = message.getDescriptorForType().findFieldByNumber(1);
      message.setField(value, reader.scalars().read(in, value));
    } else {
      return false;
    }
    return true;
  }

  private static void readStruct(MessageReader reader, JsonParser in, Struct.Builder struct)
      throws IOException, ProtoJsonException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw reader.complaints().unexpectedToken(in);
    }
    var names = new HashSet<String>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = MessageReader.wellFormed(in.currentName());
      if (!names.add(name)) {
        throw reader.complaints().ofToken(in, "duplicate map key ");
      }
      in.nextToken();
      var value = Value.newBuilder();
      reader.readMessage(in, value);
      struct.putFields(name, value.build());
    }
  }

  private static void readList(MessageReader reader, JsonParser in, ListValue.Builder list)
      throws IOException, ProtoJsonException {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw reader.complaints().unexpectedToken(in);
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      reader.readMessage(in, list.addValuesBuilder());
    }
  }

  private static void readDynamic(MessageReader reader, JsonParser in, Value.Builder value)
      throws IOException, ProtoJsonException {
    switch (in.currentToken()) {
      case VALUE_NULL -> value.setNullValue(NullValue.NULL_VALUE);
      case VALUE_TRUE, VALUE_FALSE -> value.setBoolValue(in.getBooleanValue());
      case VALUE_STRING -> value.setStringValue(MessageReader.wellFormed(in.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        FieldDescriptor number =
            Value.getDescriptor().findFieldByNumber(Value.NUMBER_VALUE_FIELD_NUMBER);
        value.setField(number, reader.scalars().read(in, number));
      }
      case START_OBJECT -> readStruct(reader, in, value.getStructValueBuilder());
      case START_ARRAY -> readList(reader, in, value.getListValueBuilder());
      default -> throw reader.complaints().unexpectedToken(in);
    }
  }

  private static String text(MessageReader reader, JsonParser in)
      throws IOException, ProtoJsonException {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      throw reader.complaints().unexpectedToken(in);
    }
    return in.getText();
  }

  private static Timestamp time(MessageReader reader, JsonParser in)
      throws IOException, ProtoJsonException {
    Timestamp time =
        ProtoTime.parse(text(reader, in))
            .orElseThrow(
                () -> reader.complaints().ofToken(in, "invalid google.protobuf.Timestamp value "));
    if (!ProtoTime.isValid(time)) {
      throw reader.complaints().ofToken(in, "google.protobuf.Timestamp value out of range: ");
    }
    return time;
  }

  private static Duration duration(MessageReader reader, JsonParser in)
      throws IOException, ProtoJsonException {
    String text = text(reader, in);
    java.time.Duration value =
        Optional.of(text)
            .filter(one -> one.matches("[-+]?([0-9]+(\\.[0-9]{0,9})?|\\.[0-9]{1,9})s"))
            .flatMap(GoDuration::parse)
            .orElseThrow(
                () -> reader.complaints().ofToken(in, "invalid google.protobuf.Duration value "));
    boolean shift = value.isNegative() && value.getNano() > 0;
    return Duration.newBuilder()
        .setSeconds(value.getSeconds() + (shift ? 1 : 0))
        .setNanos(value.getNano() - (shift ? 1_000_000_000 : 0))
        .build();
  }
}
