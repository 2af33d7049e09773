package dev.chancery.xds;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads requests; empty is one that is none. gRPC takes an exception of a marshaller for a mistake
 * of this process, with a stack trace for each.
 */
record RequestMarshaller<Q extends Message>(Marshaller<Q> proto)
    implements Marshaller<Optional<Q>> {
  static <Q extends Message> RequestMarshaller<Q> of(Q prototype) {
    return new RequestMarshaller<>(ProtoUtils.marshaller(prototype));
  }

  @Override
  public InputStream stream(Optional<Q> request) {
    return proto.stream(request.orElseThrow());
  }

  @Override
  public Optional<Q> parse(InputStream bytes) {
    try {
      return Optional.of(proto.parse(bytes));
    } catch (StatusRuntimeException unreadable) {
      return Optional.empty();
    }
  }
}
