package dev.chancery.xds;

import com.google.protobuf.Message;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/** Hands a stream its requests, and tells it of what is none. */
record Readable<Q extends Message>(XdsStream<Q, ?> stream) implements StreamObserver<Optional<Q>> {
  @Override
  public void onNext(Optional<Q> request) {
    request.ifPresentOrElse(stream::onNext, stream::unreadable);
  }

  @Override
  public void onError(Throwable cause) {
    stream.onError(cause);
  }

  @Override
  public void onCompleted() {
    stream.onCompleted();
  }
}
