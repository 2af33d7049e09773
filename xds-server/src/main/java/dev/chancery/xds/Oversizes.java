package dev.chancery.xds;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Large responses that ended their streams. A client whose transport takes no message of that size
 * resets the stream and comes back for the same, so from the second time on the same content is
 * kept from it for a pause that doubles with each further attempt. Any thread may call.
 */
final class Oversizes {
  private static final int PATIENCE = 2;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final int MOST_DOUBLINGS = 8;

  private record Target(String nodeId, String typeUrl) {}

  private record Case(String content, Oversize oversize) {}

  private final Map<Target, Case> cases;
  private final int limit;
  private final InstantSource clock;

  Oversizes(Limits limits, InstantSource clock) {
    this.cases = new LeastRecent<>(limits.rememberedNodes());
    this.limit = limits.largeResponseBytes();
    this.clock = clock;
  }

  /** Why a response is not to be sent now. */
  synchronized Optional<Oversize> find(String nodeId, String typeUrl, SentResponse response) {
    Case known = known(nodeId, typeUrl, response);
    return Optional.ofNullable(known)
        .map(Case::oversize)
        .filter(o -> o.attempts() >= PATIENCE && clock.instant().isBefore(o.retryAt()));
  }

  /** A stream has ended on which a response was sent and not answered. */
  synchronized void unanswered(String nodeId, String typeUrl, SentResponse response) {
    if (response.bytes() <= limit) {
      return;
    }
    Case known = known(nodeId, typeUrl, response);
    int attempts = known == null ? 1 : known.oversize.attempts() + 1;
    Duration pause =
        FIRST_PAUSE.multipliedBy(1L << Math.max(0, Math.min(attempts - PATIENCE, MOST_DOUBLINGS)));
    Instant retryAt = clock.instant().plus(pause);
    var oversize = new Oversize(nodeId, typeUrl, response.bytes(), limit, attempts, retryAt);
    cases.put(new Target(nodeId, typeUrl), new Case(response.contentHash(), oversize));
  }

  /**
   * The client has answered. If not that very response, then one of its size, or one that replaces
   * all it was to have.
   */
  synchronized void answered(String nodeId, String typeUrl, SentResponse response) {
    if (response.isState() || response.bytes() > limit) {
      cases.remove(new Target(nodeId, typeUrl));
    }
  }

  /** Those for which a pause is on or was. */
  synchronized List<Oversize> all() {
    return cases.values().stream()
        .map(Case::oversize)
        .filter(o -> o.attempts() >= PATIENCE)
        .toList();
  }

  private @Nullable Case known(String nodeId, String typeUrl, SentResponse response) {
    Case known = response.bytes() <= limit ? null : cases.get(new Target(nodeId, typeUrl));
    return known != null && known.content.equals(response.contentHash()) ? known : null;
  }
}
