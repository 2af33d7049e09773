package dev.chancery.flows.json;

import com.google.protobuf.Message;
import dev.chancery.flows.golang.GoQuote;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Protobuf messages as JSON: the bytes of Go's {@code protojson} with proto field names, compacted
 * by {@code encoding/json}. Keys stand in the order of declaration; 64-bit numbers are texts; enums
 * are names; {@code <}, {@code >}, {@code &}, U+2028 and U+2029 are escaped.
 */
public final class ProtoJson {
  /** What to do with a field or an enum name that the message type does not have. */
  public enum Unknown {
    REFUSE,
    IGNORE
  }

  private ProtoJson() {}

  /**
   * One line without its end.
   *
   * @throws ProtoJsonException for a message without a JSON form: a time outside the years 1 to
   *     9999, an {@code Any} of an unknown type
   */
  public static String print(Message message) throws ProtoJsonException {
    var out = new StringBuilder();
    new MessageWriter(out).write(message);
    return out.toString();
  }

  /**
   * Reads one JSON object into an empty builder.
   *
   * @throws ProtoJsonException where {@code protojson} would refuse the text; the builder is then
   *     in an undefined state
   */
  public static void merge(String json, Message.Builder into, Unknown unknown)
      throws ProtoJsonException {
    new MessageReader(json, unknown).readInto(into);
  }

  /** Like {@link #merge(String, Message.Builder, Unknown)} for UTF-8, which must be well-formed. */
  public static void merge(byte[] json, Message.Builder into, Unknown unknown)
      throws ProtoJsonException {
    try {
      merge(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString(),
          into,
          unknown);
    } catch (CharacterCodingException e) {
      throw new ProtoJsonException("proto: syntax error: invalid UTF-8");
    }
  }

  static ProtoJsonException unresolved(String typeUrl) {
    return new ProtoJsonException("proto: unable to resolve " + GoQuote.quote(typeUrl));
  }
}
