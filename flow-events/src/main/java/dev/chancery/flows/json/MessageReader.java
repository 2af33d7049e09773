package dev.chancery.flows.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object into a message, as strictly and as leniently as {@code protojson}: names in
 * either spelling, numbers also as texts, enums also as numbers, {@code null} for what is not set;
 * no field twice, no two fields of a oneof.
 */
final class MessageReader {
  private static final int MAX_DEPTH = 200;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(10_000)
                  .maxNumberLength(1_000)
                  .build())
          .build();

  private final String json;
  private final ProtoJson.Unknown unknown;
  private final Complaints complaints;
  private int depth;

  MessageReader(String json, ProtoJson.Unknown unknown) {
    this.json = json;
    this.unknown = unknown;
    this.complaints = new Complaints(json);
  }

  void readInto(Message.Builder message) throws ProtoJsonException {
    try (JsonParser in = JSON.createParser(json)) {
      JsonToken start = in.nextToken();
      if (start == null) {
        throw new ProtoJsonException("proto: syntax error (line 1:1): unexpected token ");
      }
      if (start != JsonToken.START_OBJECT) {
        throw complaints.unexpectedToken(in);
      }
      readFields(in, message);
      if (in.nextToken() != null) {
        throw complaints.unexpectedToken(in);
      }
    } catch (IOException e) {
      throw new ProtoJsonException("proto: syntax error");
    }
  }

  /** Reads a message value whose first token is current; the last is current afterwards. */
  void readMessage(JsonParser in, Message.Builder message) throws IOException, ProtoJsonException {
    if (++depth > MAX_DEPTH) {
      throw new ProtoJsonException("proto: exceeded max recursion depth");
    }
    if (!WellKnownReader.read(this, in, message)) {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        throw complaints.unexpectedToken(in);
      }
      readFields(in, message);
    }
    depth--;
  }

  private void readFields(JsonParser in, Message.Builder message)
      throws IOException, ProtoJsonException {
    var seen = new HashSet<FieldDescriptor>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      readField(in, message, seen);
    }
  }

  /** Reads the field whose name is the current token. */
  void readField(JsonParser in, Message.Builder message, Set<FieldDescriptor> seen)
      throws IOException, ProtoJsonException {
    FieldDescriptor field = find(message, wellFormed(in.currentName()));
    if (field == null) {
      if (unknown == ProtoJson.Unknown.REFUSE) {
        throw complaints.unknownField(in);
      }
      in.nextToken();
      in.skipChildren();
      return;
    }
    if (!seen.add(field)) {
      throw complaints.duplicateField(in);
    }
    OneofDescriptor oneof = field.getContainingOneof();
    ProtoJsonException taken =
        oneof == null || message.getOneofFieldDescriptor(oneof) == null
            ? null
            : complaints.oneofSet(in, oneof);
    if (in.nextToken() == JsonToken.VALUE_NULL && !WellKnownReader.takesNull(field)) {
      return;
    }
    if (taken != null) {
      throw taken;
    }
    if (field.isRepeated()) {
      readList(in, message, field);
    } else {
      Object value = readValue(in, message, field);
      if (value != null) {
        message.setField(field, value);
      }
    }
  }

  private void readList(JsonParser in, Message.Builder message, FieldDescriptor field)
      throws IOException, ProtoJsonException {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw complaints.unexpectedToken(in);
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      Object value = readValue(in, message, field);
      if (value != null) {
        message.addRepeatedField(field, value);
      }
    }
  }

  /** The value; null for an unknown enum name that is to be ignored. */
  private @Nullable Object readValue(JsonParser in, Message.Builder message, FieldDescriptor field)
      throws IOException, ProtoJsonException {
    if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      Message.Builder part = message.newBuilderForField(field);
      readMessage(in, part);
      return part.build();
    }
    return field.getJavaType() == FieldDescriptor.JavaType.ENUM
        ? scalars().readEnum(in, field, unknown)
        : scalars().read(in, field);
  }

  private static @Nullable FieldDescriptor find(Message.Builder message, String name) {
    FieldDescriptor byName = message.getDescriptorForType().findFieldByName(name);
    if (byName != null) {
      return byName;
    }
    return message.getDescriptorForType().getFields().stream()
        .filter(field -> field.getJsonName().equals(name))
        .findFirst()
        .orElse(null);
  }

  Complaints complaints() {
    return complaints;
  }

  ScalarReader scalars() {
    return new ScalarReader(complaints);
  }

  /** The text, unless half a surrogate pair is in it. */
  static String wellFormed(String text) throws ProtoJsonException {
    boolean broken =
        text.codePoints().anyMatch(rune -> Character.getType(rune) == Character.SURROGATE);
    if (broken) {
      throw new ProtoJsonException("proto: unexpected EOF");
    }
    return text;
  }
}
