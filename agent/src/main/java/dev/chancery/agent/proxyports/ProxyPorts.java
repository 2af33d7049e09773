package dev.chancery.agent.proxyports;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which port each listener of the proxy has, by the listener's name; as in Cilium's {@code
 * pkg/proxy/proxyports}.
 *
 * <pre>
 *            acquire                 acknowledged
 *   (none) ──────────► to be tried ──────────────► acknowledged ──► (saved)
 *                        ▲     │ rejected                │ last release
 *                        └─────┘ at most 5 ports         ▼
 *                              acquire cancels ◄── kept for {@link #REUSE_DELAY} ──► free
 * </pre>
 *
 * A name is first given the port that it had last, without a look whether that port is open: the
 * proxy may listen there already. Else a random port is taken that nobody has; ports that were
 * given before come last, because the kernel may still hold them for old connections.
 *
 * <p>For one thread, but for {@link #ports}, which any may call.
 */
public final class ProxyPorts {
  /** How long a port that nobody uses any more is kept from other names. */
  public static final Duration REUSE_DELAY = Duration.ofMinutes(5);

  /** How many ports are tried for a name before it is given up. */
  public static final int MAX_ATTEMPTS = 5;

  private final ProxyPortRange range;
  private final OpenPorts open;
  private final PortsFile file;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Map<String, Slot> slots = new TreeMap<>();

  /** What a name had, here or in an earlier agent. */
  private final Map<String, Integer> last = new HashMap<>();

  /** Ports that any name has had. */
  private final Set<Integer> used = new HashSet<>();

  private volatile List<ProxyPort> shown = List.of();

  /** A name's port, and what became of it. */
  private static final class Slot {
    private int port;
    private int users;
    private int attempts;
    private boolean acknowledged;
    private @Nullable Instant freeAt;
  }

  /**
   * Begins with the ports that the file has, as far as they are in the range.
   *
   * @param open what is looked at before a random port is given
   */
  public ProxyPorts(
      ProxyPortRange range,
      OpenPorts open,
      PortsFile file,
      InstantSource clock,
      RandomGenerator random) {
    this.range = range;
    this.open = open;
    this.file = file;
    this.clock = clock;
    this.random = random;
    file.load(clock.instant())
        .forEach(
            (name, port) -> {
              if (range.contains(port) && !last.containsValue(port)) {
                last.put(name, port);
              }
            });
  }

  /**
   * One more reference to a name. The first gets a port to try; later ones get the same port.
   *
   * @return the port, or why there is none; then there is no new reference either
   */
  public Acquired acquire(String name) {
    free();
    Slot slot = slots.get(name);
    if (slot != null) {
      slot.users++;
      slot.freeAt = null;
      return shown(new Acquired.Port(slot.port));
    }
    Slot fresh = new Slot();
    fresh.users = 1;
    return shown(next(name, fresh));
  }

  /** The proxy listens at this port; says nothing if it is not, or no longer, this name's. */
  public void acknowledged(String name, int port) {
    Slot slot = slots.get(name);
    if (slot == null || slot.port != port) {
      return;
    }
    slot.attempts = 0;
    if (!slot.acknowledged) {
      slot.acknowledged = true;
      last.put(name, port);
      save();
    }
    show();
  }

  /**
   * The proxy refused to listen at this port.
   *
   * @return the port to try next, or why there is none: the name then has no port and no reference
   *     any more, and the next {@link #acquire} begins anew. The port in use, if {@code port} is
   *     not this name's
   */
  public Acquired rejected(String name, int port) {
    free();
    Slot slot = slots.get(name);
    if (slot == null) {
      return new Acquired.None(name + ": has no proxy port");
    }
    if (slot.port != port) {
      return new Acquired.Port(slot.port);
    }
    last.remove(name);
    slots.remove(name);
    if (slot.users == 0) {
      save();
      return shown(new Acquired.None(name + ": nobody needs a proxy port any more"));
    }
    boolean wasAcknowledged = slot.acknowledged;
    slot.acknowledged = false;
    Acquired next =
        slot.attempts >= MAX_ATTEMPTS
            ? new Acquired.None(
                "%s: the proxy refused %d ports, the last of them %d"
                    .formatted(name, slot.attempts, port))
            : next(name, slot);
    if (wasAcknowledged) {
      save();
    }
    return shown(next);
  }

  /** One reference less. With the last, the port is kept for {@link #REUSE_DELAY}. */
  public void release(String name) {
    Slot slot = slots.get(name);
    if (slot == null || slot.users == 0) {
      return;
    }
    slot.users--;
    if (slot.users == 0) {
      slot.freeAt = clock.instant().plus(REUSE_DELAY);
    }
    free();
    show();
  }

  /**
   * Says to the next agent that this one still lived a moment ago: the file counts only for a while
   * after it was written. To be called every few minutes.
   */
  public void refresh() {
    free();
    save();
    show();
  }

  /** All names that have a port, sorted. */
  public List<ProxyPort> ports() {
    return shown;
  }

  private Acquired next(String name, Slot slot) {
    Optional<Integer> found = preset(name).or(() -> random(false)).or(() -> random(true));
    if (found.isEmpty()) {
      return new Acquired.None(
          "%s: no free port in the proxy port range %s (expected: a range with more ports)"
              .formatted(name, range));
    }
    slot.port = found.get();
    slot.attempts++;
    slots.put(name, slot);
    used.add(slot.port);
    return new Acquired.Port(slot.port);
  }

  private Optional<Integer> preset(String name) {
    return Optional.ofNullable(last.get(name)).filter(port -> !isTaken(port));
  }

  /**
   * A port that no name has and that nobody has open.
   *
   * @param again whether one may be that a name has had before
   */
  private Optional<Integer> random(boolean again) {
    BitSet unavailable = open.get();
    int start = random.nextInt(range.size());
    for (int i = 0; i < range.size(); i++) {
      int port = range.min() + (start + i) % range.size();
      boolean isKnown = used.contains(port) || last.containsValue(port);
      if (!unavailable.get(port) && !isTaken(port) && (again || !isKnown)) {
        return Optional.of(port);
      }
    }
    return Optional.empty();
  }

  private boolean isTaken(int port) {
    return slots.values().stream().anyMatch(s -> s.port == port);
  }

  /** Lets go of ports whose time of grace is over. */
  private void free() {
    Instant now = clock.instant();
    if (slots.values().removeIf(s -> s.freeAt != null && !now.isBefore(s.freeAt))) {
      save();
    }
  }

  private void save() {
    Map<String, Integer> acknowledged = new TreeMap<>();
    slots.forEach(
        (name, slot) -> {
          if (slot.acknowledged) {
            acknowledged.put(name, slot.port);
          }
        });
    file.save(acknowledged);
  }

  private Acquired shown(Acquired outcome) {
    show();
    return outcome;
  }

  private void show() {
    shown =
        slots.entrySet().stream()
            .map(
                e ->
                    new ProxyPort(
                        e.getKey(),
                        e.getValue().port,
                        e.getValue().acknowledged,
                        e.getValue().users,
                        Optional.ofNullable(e.getValue().freeAt)))
            .toList();
  }
}
