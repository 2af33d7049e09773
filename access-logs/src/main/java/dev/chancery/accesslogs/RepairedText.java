package dev.chancery.accesslogs;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.util.Map;

/**
 * Makes a message readable whose strings hold bytes that are not UTF-8: a header may hold any, and
 * one odd byte must not keep a request out of the log. Each bad byte becomes U+FFFD.
 */
final class RepairedText {
  private RepairedText() {}

  /**
   * The same message with text in each field that is a string.
   *
   * @throws InvalidProtocolBufferException where the bytes are no message at all
   */
  static ByteString of(ByteString message, Descriptor type) throws InvalidProtocolBufferException {
    var repaired = UnknownFieldSet.newBuilder();
    for (Map.Entry<Integer, UnknownFieldSet.Field> each :
        UnknownFieldSet.parseFrom(message).asMap().entrySet()) {
      FieldDescriptor field = type.findFieldByNumber(each.getKey());
      repaired.addField(
          each.getKey(), field == null ? each.getValue() : repaired(each.getValue(), field));
    }
    return repaired.build().toByteString();
  }

  private static UnknownFieldSet.Field repaired(UnknownFieldSet.Field value, FieldDescriptor field)
      throws InvalidProtocolBufferException {
    var repaired = UnknownFieldSet.Field.newBuilder();
    value.getVarintList().forEach(repaired::addVarint);
    value.getFixed32List().forEach(repaired::addFixed32);
    value.getFixed64List().forEach(repaired::addFixed64);
    for (ByteString bytes : value.getLengthDelimitedList()) {
      repaired.addLengthDelimited(
          switch (field.getType()) {
            case STRING -> ByteString.copyFromUtf8(bytes.toStringUtf8());
            case MESSAGE -> of(bytes, field.getMessageType());
            default -> bytes;
          });
    }
    return repaired.build();
  }
}
