package dev.chancery.flows.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads single values other than messages. */
final class ScalarReader {
  private static final BigInteger MAX_UINT32 = BigInteger.ONE.shiftLeft(32);
  private static final BigInteger MAX_UINT64 = BigInteger.ONE.shiftLeft(64);

  private final Complaints complaints;

  ScalarReader(Complaints complaints) {
    this.complaints = complaints;
  }

  Object read(JsonParser in, FieldDescriptor field) throws IOException, ProtoJsonException {
    Optional<?> value =
        switch (field.getType()) {
          case BOOL ->
              in.currentToken().isBoolean() ? Optional.of(in.getBooleanValue()) : Optional.empty();
          case STRING ->
              in.currentToken() == JsonToken.VALUE_STRING
                  ? Optional.of(MessageReader.wellFormed(in.getText()))
                  : Optional.empty();
          case BYTES -> readBytes(in);
          case UINT32, FIXED32 ->
              whole(in)
                  .filter(n -> n.signum() >= 0 && n.compareTo(MAX_UINT32) < 0)
                  .map(BigInteger::intValue);
          case UINT64, FIXED64 ->
              whole(in)
                  .filter(n -> n.signum() >= 0 && n.compareTo(MAX_UINT64) < 0)
                  .map(BigInteger::longValue);
          case INT32, SINT32, SFIXED32 ->
              whole(in).filter(n -> n.bitLength() < 32).map(BigInteger::intValue);
          case INT64, SINT64, SFIXED64 ->
              whole(in).filter(n -> n.bitLength() < 64).map(BigInteger::longValue);
          case DOUBLE -> readDouble(in);
          case FLOAT ->
              readDouble(in)
                  .filter(d -> !Double.isFinite(d) || Float.isFinite(d.floatValue()))
                  .map(Double::floatValue);
          default -> Optional.empty();
        };
    if (value.isEmpty()) {
      throw complaints.invalidValue(in, field);
    }
    return value.get();
  }

  /** A name of the enum or any number; null for a name that is unknown and to be ignored. */
  @Nullable Object readEnum(JsonParser in, FieldDescriptor field, ProtoJson.Unknown unknown)
      throws IOException, ProtoJsonException {
    var type = field.getEnumType();
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      var value = type.findValueByName(in.getText());
      if (value == null && unknown == ProtoJson.Unknown.REFUSE) {
        throw complaints.invalidValue(in, field);
      }
      return value;
    }
    if (in.currentToken() == JsonToken.VALUE_NULL
        && type.getFullName().equals("google.protobuf.NullValue")) {
      return type.findValueByNumber(0);
    }
    return JsonNumber.whole(numberText(in, false))
        .filter(n -> n.bitLength() < 32)
        .map(n -> type.findValueByNumberCreatingIfUnknown(n.intValue()))
        .orElseThrow(() -> complaints.invalidValue(in, field));
  }

  private static Optional<BigInteger> whole(JsonParser in) throws IOException {
    return JsonNumber.whole(numberText(in, true));
  }

  private static Optional<Double> readDouble(JsonParser in) throws IOException {
    String text = numberText(in, true);
    return switch (text) {
      case "NaN" -> Optional.of(Double.NaN);
      case "Infinity" -> Optional.of(Double.POSITIVE_INFINITY);
      case "-Infinity" -> Optional.of(Double.NEGATIVE_INFINITY);
      default ->
          JsonNumber.decimal(text)
              .map(BigDecimal::doubleValue)
              .filter(value -> !value.isInfinite());
    };
  }

  /** The digits of a number, or of a text if that is allowed; else an empty text. */
  private static String numberText(JsonParser in, boolean orString) throws IOException {
    boolean fits =
        in.currentToken().isNumeric() || (orString && in.currentToken() == JsonToken.VALUE_STRING);
    return fits ? in.getText() : "";
  }

  private static Optional<ByteString> readBytes(JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      return Optional.empty();
    }
    String text = in.getText().replace('-', '+').replace('_', '/');
    try {
      return Optional.of(ByteString.copyFrom(Base64.getDecoder().decode(text)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
