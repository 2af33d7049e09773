package dev.chancery.flows.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.util.HashSet;

/** Reads {@code google.protobuf.Any}: an object in which {@code @type} may stand anywhere. */
final class AnyReader {
  private static final String TYPE = "@type";
  private static final String VALUE = "value";

  private final MessageReader reader;
  private final JsonParser in;

  AnyReader(MessageReader reader, JsonParser in) {
    this.reader = reader;
    this.in = in;
  }

  void readInto(Any.Builder any) throws IOException, ProtoJsonException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw reader.complaints().unexpectedToken(in);
    }
    String typeUrl = "";
    boolean typed = false;
    boolean empty = true;
    try (var rest = new TokenBuffer(in)) {
      rest.writeStartObject();
      while (in.nextToken() != JsonToken.END_OBJECT) {
        empty = false;
        if (!in.currentName().equals(TYPE)) {
          rest.copyCurrentStructure(in);
          continue;
        }
        if (typed || in.nextToken() != JsonToken.VALUE_STRING || in.getText().isEmpty()) {
          throw new ProtoJsonException("proto: invalid @type");
        }
        typeUrl = MessageReader.wellFormed(in.getText());
        typed = true;
      }
      rest.writeEndObject();
      if (empty) {
        return;
      }
      if (!typed) {
        throw new ProtoJsonException("proto: missing \"@type\" field");
      }
      any.setTypeUrl(typeUrl).setValue(content(typeUrl, rest).toByteString());
    }
  }

  private Message content(String typeUrl, TokenBuffer rest) throws IOException, ProtoJsonException {
    Message.Builder message =
        WellKnownTypes.resolve(typeUrl)
            .orElseThrow(() -> ProtoJson.unresolved(typeUrl))
            .newBuilderForType();
    JsonParser fields = rest.asParser();
    fields.nextToken();
    if (WellKnownTypes.hasOwnForm(message.getDescriptorForType())) {
      if (!VALUE.equals(fields.nextFieldName())) {
        throw new ProtoJsonException("proto: missing \"value\" field");
      }
      fields.nextToken();
      reader.readMessage(fields, message);
      if (fields.nextToken() != JsonToken.END_OBJECT) {
        throw new ProtoJsonException("proto: unknown field");
      }
    } else {
      var seen = new HashSet<FieldDescriptor>();
      while (fields.nextToken() != JsonToken.END_OBJECT) {
        reader.readField(fields, message, seen);
      }
    }
    return message.build();
  }
}
