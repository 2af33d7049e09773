package dev.chancery.xds;

import java.time.Instant;

/**
 * A client that seems unable to take a response: every stream on which it was sent ended without an
 * answer.
 *
 * @param bytes size of the response on the wire
 * @param limit size up to which any client is held to take a response
 * @param attempts how many streams this content has ended
 * @param retryAt until when a stream of the node that asks for it is ended at once
 */
public record Oversize(
    String nodeId, String typeUrl, int bytes, int limit, int attempts, Instant retryAt) {

  /** What it is and what to do about it, in one line. */
  public String text() {
    return "response of "
        + bytes
        + " bytes (expected: "
        + limit
        + " or less): the client has ended "
        + attempts
        + " streams without an answer to it; raise the client's limit of a message above "
        + bytes
        + " bytes, or publish less; next attempt at "
        + retryAt;
  }
}
