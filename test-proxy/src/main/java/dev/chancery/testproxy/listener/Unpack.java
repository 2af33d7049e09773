package dev.chancery.testproxy.listener;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.chancery.testproxy.wire.Rejected;

/** Opens typed configurations. */
final class Unpack {
  private Unpack() {}

  static boolean is(Any any, Class<? extends Message> type) {
    return any.is(type);
  }

  static <T extends Message> T as(Any any, Class<T> type) throws Rejected {
    try {
      return any.unpack(type);
    } catch (InvalidProtocolBufferException e) {
      throw new Rejected(
          10, "Unable to unpack as " + type.getSimpleName() + ": " + any.getTypeUrl());
    }
  }
}
