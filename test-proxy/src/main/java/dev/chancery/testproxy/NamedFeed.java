package dev.chancery.testproxy;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import dev.chancery.testproxy.stream.Typed;
import dev.chancery.testproxy.stream.UpdateHandler;
import dev.chancery.testproxy.wire.Rejected;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * RDS, EDS or SDS for one name. A response without it changes nothing; one with another is refused,
 * since names must be exact (gotcha 18).
 */
final class NamedFeed<T extends Message> implements UpdateHandler {
  private final String name;
  private final Class<T> type;
  private final Function<T, String> nameOf;
  private final Consumer<T> taken;

  NamedFeed(String name, Class<T> type, Function<T, String> nameOf, Consumer<T> taken) {
    this.name = name;
    this.type = type;
    this.nameOf = nameOf;
    this.taken = taken;
  }

  @Override
  public void apply(List<Any> resources, boolean first, boolean reconnected) throws Rejected {
    List<T> messages = Typed.list(resources, type);
    for (T message : messages) {
      if (!nameOf.apply(message).equals(name)) {
        throw new Rejected(
            18,
            "Unexpected "
                + type.getSimpleName()
                + " (expecting "
                + name
                + "): "
                + nameOf.apply(message));
      }
    }
    messages.forEach(taken);
  }
}
