package dev.chancery.xds;

/**
 * Where a type stands in make-before-break: additions go out from the first to the last, removals
 * from the last to the first and only when no addition is left.
 *
 * <p>A listener that names a cluster which is not there is rejected, so listeners and what hangs on
 * them wait for unsent clusters. Endpoints and secrets wait for nothing: Envoy holds back its ACK
 * of clusters until it has them.
 */
public enum SendOrder {
  CLUSTERS(false),
  ENDPOINTS_AND_SECRETS(false),
  LISTENERS(true),
  ROUTES(true),
  EXTENSIONS(true),
  OTHER(false);

  private final boolean waits;

  SendOrder(boolean waits) {
    this.waits = waits;
  }

  /** Whether an addition waits while a type before it on the same stream has unsent additions. */
  boolean waitsForEarlier() {
    return waits;
  }
}
