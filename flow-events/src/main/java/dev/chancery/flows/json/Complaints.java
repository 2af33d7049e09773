package dev.chancery.flows.json;

import com.fasterxml.jackson.core.JsonParser;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.Locale;

/** The complaints of {@code protojson}: where, what, and the token as it is written. */
final class Complaints {
  private final String json;

  Complaints(String json) {
    this.json = json;
  }

  ProtoJsonException unknownField(JsonParser in) {
    return at(in, "unknown field " + token(in));
  }

  ProtoJsonException duplicateField(JsonParser in) {
    return at(in, "duplicate field " + token(in));
  }

  ProtoJsonException oneofSet(JsonParser in, OneofDescriptor oneof) {
    return at(
        in, "error parsing " + token(in) + ", oneof " + oneof.getFullName() + " is already set");
  }

  ProtoJsonException invalidValue(JsonParser in, FieldDescriptor field) {
    String kind = field.getType().name().toLowerCase(Locale.ROOT);
    return at(
        in,
        String.format("invalid value for %s field %s: %s", kind, field.getJsonName(), token(in)));
  }

  ProtoJsonException unexpectedToken(JsonParser in) {
    return new ProtoJsonException(
        "proto: syntax error " + place(in) + "unexpected token " + token(in));
  }

  /** A complaint that ends with the token. */
  ProtoJsonException ofToken(JsonParser in, String what) {
    return at(in, what + token(in));
  }

  ProtoJsonException at(JsonParser in, String what) {
    return new ProtoJsonException("proto: " + place(in) + what);
  }

  /** Line and column of the current token, from 1; columns count characters. */
  private String place(JsonParser in) {
    int offset = offset(in);
    if (offset < 0) {
      return "";
    }
    String before = json.substring(0, offset);
    long line = 1 + before.chars().filter(c -> c == '\n').count();
    String sameLine = before.substring(before.lastIndexOf('\n') + 1);
    int column = 1 + sameLine.codePointCount(0, sameLine.length());
    return "(line " + line + ":" + column + "): ";
  }

  private String token(JsonParser in) {
    int offset = offset(in);
    if (offset < 0) {
      return "";
    }
    String rest = json.substring(offset);
    if (in.currentToken().isStructStart() || in.currentToken().isStructEnd()) {
      return rest.substring(0, 1);
    }
    try {
      return new JsonScanner(rest).next();
    } catch (ProtoJsonException e) {
      return rest;
    }
  }

  /** Where the current token starts; -1 where it comes from no text. */
  private int offset(JsonParser in) {
    long offset = in.currentTokenLocation().getCharOffset();
    return offset >= 0 && offset < json.length() ? (int) offset : -1;
  }
}
