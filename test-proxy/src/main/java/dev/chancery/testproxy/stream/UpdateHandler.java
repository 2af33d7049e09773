package dev.chancery.testproxy.stream;

import com.google.protobuf.Any;
import dev.chancery.testproxy.wire.Rejected;
import java.util.List;

/** The part of the proxy that a subscription feeds. */
public interface UpdateHandler {
  /**
   * Takes the whole of what a type holds now.
   *
   * @param resources all of them
   * @param first whether this is the first response on its stream
   * @param reconnected whether the stream followed another that had brought something
   * @throws Rejected with the text of the NACK; what was good may be in force all the same, where
   *     the type allows it
   */
  void apply(List<Any> resources, boolean first, boolean reconnected) throws Rejected;

  /** A new stream begins. */
  default void opened() {}

  /** The answer is out. */
  default void answered(boolean accepted) {}
}
