package dev.chancery.flows.server;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Tells clients which release of Hubble this server speaks as; the CLI warns if it is older. */
final class ServerVersionHeader implements ServerInterceptor {
  static final Metadata.Key<String> KEY =
      Metadata.Key.of("hubble-server-version", Metadata.ASCII_STRING_MARSHALLER);
  static final String VERSION = "1.19.4";

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    return next.startCall(
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void sendHeaders(Metadata responseHeaders) {
            responseHeaders.put(KEY, VERSION);
            super.sendHeaders(responseHeaders);
          }
        },
        headers);
  }
}
