package dev.chancery.xds;

/**
 * How resources of one type are sent. A type that is not registered is served too, with {@link
 * #of(String)}.
 *
 * @param oneResourcePerResponse whether a delta response holds a single resource, so that a NACK
 *     names it; else a NACK counts for all resources of its response
 * @param versions how state-of-the-world responses are versioned
 */
public record ResourceType(
    String typeUrl, SendOrder order, boolean oneResourcePerResponse, VersionScheme versions) {

  /** A type that depends on no other: batched, versioned by content. */
  public static ResourceType of(String typeUrl) {
    return new ResourceType(typeUrl, SendOrder.OTHER, false, VersionScheme.contentHash());
  }

  public ResourceType withOrder(SendOrder newOrder) {
    return new ResourceType(typeUrl, newOrder, oneResourcePerResponse, versions);
  }

  public ResourceType withOneResourcePerResponse() {
    return new ResourceType(typeUrl, order, true, versions);
  }

  public ResourceType withVersions(VersionScheme scheme) {
    return new ResourceType(typeUrl, order, oneResourcePerResponse, scheme);
  }
}
