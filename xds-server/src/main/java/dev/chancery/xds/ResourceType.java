package dev.chancery.xds;

import java.util.Optional;

/**
 * How resources of one type are sent. A type that is not registered is served too, with {@link
 * #of(String)}.
 *
 * @param oneResourcePerResponse whether a delta response holds a single resource, so that a NACK
 *     names it; else a NACK counts for all resources of its response
 * @param versions how state-of-the-world responses are versioned
 * @param wholeSnapshots whether all that an update adds, changes and removes goes in one response,
 *     so that the client never has half of it
 * @param isolated whether what a client refuses is narrowed down to the resources at fault, for a
 *     client that refuses a response as a whole and does not say which resource it was
 * @param claims what only one resource at a time may hold, minded while a response is narrowed down
 */
public record ResourceType(
    String typeUrl,
    SendOrder order,
    boolean oneResourcePerResponse,
    VersionScheme versions,
    boolean wholeSnapshots,
    boolean isolated,
    Claims claims) {
  public ResourceType {
    if (isolated && !wholeSnapshots) {
      throw new IllegalArgumentException(
          "resource type: " + typeUrl + " isolated (expected: with whole snapshots only)");
    }
    if (wholeSnapshots && oneResourcePerResponse) {
      throw new IllegalArgumentException(
          "resource type: "
              + typeUrl
              + " in whole snapshots, one resource a response (expected: one of the two)");
    }
  }

  /** A type that depends on no other: batched, versioned by content. */
  public static ResourceType of(String typeUrl) {
    return new ResourceType(
        typeUrl, SendOrder.OTHER, false, VersionScheme.contentHash(), false, false, Claims.NONE);
  }

  public ResourceType withOrder(SendOrder newOrder) {
    return new ResourceType(
        typeUrl, newOrder, oneResourcePerResponse, versions, wholeSnapshots, isolated, claims);
  }

  public ResourceType withOneResourcePerResponse() {
    return new ResourceType(typeUrl, order, true, versions, wholeSnapshots, isolated, claims);
  }

  public ResourceType withVersions(VersionScheme scheme) {
    return new ResourceType(
        typeUrl, order, oneResourcePerResponse, scheme, wholeSnapshots, isolated, claims);
  }

  /**
   * Additions, changes and removals of an update in one response. In the state of the world a
   * response is then exactly what the store holds, and after a NACK nothing is sent before the next
   * change.
   */
  public ResourceType withWholeSnapshots() {
    return new ResourceType(
        typeUrl, order, oneResourcePerResponse, versions, true, isolated, claims);
  }

  /** {@link #withIsolation(Claims)} for resources that hold nothing exclusively. */
  public ResourceType withIsolation() {
    return withIsolation(Claims.NONE);
  }

  /**
   * Whole snapshots in which a resource that is rejected by itself is left out, or stays at the
   * version that the client took before, while all others get through. Such an older version is
   * left out too when it claims what the newest version of another resource claims.
   */
  public ResourceType withIsolation(Claims exclusive) {
    return new ResourceType(
        typeUrl, order, oneResourcePerResponse, versions, true, true, exclusive);
  }

  /** What is wrong with the version and nonce of a state-of-the-world request. */
  Optional<String> problem(ClientRequest request) {
    return request.isDelta()
        ? Optional.empty()
        : versions.problem(request.version(), request.nonce());
  }
}
