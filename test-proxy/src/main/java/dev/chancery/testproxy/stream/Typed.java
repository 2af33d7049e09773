package dev.chancery.testproxy.stream;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.chancery.testproxy.wire.Rejected;
import java.util.ArrayList;
import java.util.List;

/** Opens the resources of a response. */
public final class Typed {
  private Typed() {}

  /**
   * All resources as messages of one type.
   *
   * @throws Rejected where the bytes are no such message
   */
  public static <T extends Message> List<T> list(List<Any> resources, Class<T> type)
      throws Rejected {
    List<T> messages = new ArrayList<>();
    for (Any any : resources) {
      try {
        messages.add(any.unpack(type));
      } catch (InvalidProtocolBufferException e) {
        throw new Rejected(
            0, "Unable to unpack as " + type.getSimpleName() + ": " + any.getTypeUrl());
      }
    }
    return messages;
  }
}
