package dev.chancery.xds;

/**
 * Bounds on what one stream may hold.
 *
 * @param types resource types on one stream; one more ends the stream
 * @param names names subscribed to on one stream; one more ends the stream
 * @param unansweredResponses delta responses of one type that may wait for an answer
 * @param responseBytes size from which a delta response takes no further resource
 * @param rememberedNodes nodes whose rejections are remembered across streams
 * @param largeResponseBytes size above which a response that ends its stream unanswered is held to
 *     be too large for the client; gRPC's default limit is 4 MiB
 */
public record Limits(
    int types,
    int names,
    int unansweredResponses,
    int responseBytes,
    int rememberedNodes,
    int largeResponseBytes) {
  public static final Limits DEFAULT = new Limits(64, 100_000, 64, 1 << 20, 1024, 4 << 20);

  public Limits {
    if (types < 1
        || names < 1
        || unansweredResponses < 1
        || responseBytes < 1
        || rememberedNodes < 1
        || largeResponseBytes < 1) {
      throw new IllegalArgumentException("limits: a bound below 1 (expected: 1 or more)");
    }
  }

  public Limits withLargeResponseBytes(int bytes) {
    return new Limits(types, names, unansweredResponses, responseBytes, rememberedNodes, bytes);
  }
}
