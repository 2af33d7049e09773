package dev.chancery.flows.print;

import com.google.protobuf.ProtocolMessageEnum;

/** Names of enum values, and the number of a value without a name. */
final class EnumText {
  private EnumText() {}

  static String of(ProtocolMessageEnum value, int number) {
    return value.toString().equals("UNRECOGNIZED") ? Integer.toString(number) : value.toString();
  }
}
