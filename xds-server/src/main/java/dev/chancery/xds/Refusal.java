package dev.chancery.xds;

import io.grpc.Status;
import java.util.Optional;

/**
 * Why a stream is ended.
 *
 * @param counter what it is counted as
 */
record Refusal(Counter counter, Status status) {
  private static final int LONGEST_NAME = 4096;

  static Refusal invalid(Counter counter, String text) {
    return new Refusal(counter, Status.INVALID_ARGUMENT.withDescription(text));
  }

  static Refusal exhausted(Counter counter, String text) {
    return new Refusal(counter, Status.RESOURCE_EXHAUSTED.withDescription(text));
  }

  static Refusal overLimit(String what) {
    return exhausted(Counter.OVER_LIMIT, "subscription: " + what);
  }

  /** What a service of one type has against another, if that ends the stream. */
  static Optional<Refusal> ofForeign(String typeUrl, ResourceType served) {
    return served.typeUrl().equals(typeUrl) || !served.versions().isStrict()
        ? Optional.empty()
        : Optional.of(
            invalid(
                Counter.PROTOCOL_ERRORS,
                "type URL: " + typeUrl + " (expected: " + served.typeUrl() + ")"));
  }

  /** What is wrong with a request for a type. */
  static Optional<Refusal> of(ClientRequest request, ResourceType type) {
    if (request.names().stream().anyMatch(name -> name.length() > LONGEST_NAME)) {
      return Optional.of(overLimit("a name longer than " + LONGEST_NAME + " characters"));
    }
    return request.isDelta()
        ? Optional.empty()
        : type.versions()
            .problem(request.version(), request.nonce())
            .map(text -> invalid(Counter.PROTOCOL_ERRORS, text));
  }
}
