package dev.chancery.xds;

import static java.util.Comparator.comparing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The types on one stream, in their {@link SendOrder}, so that nothing is named before it is there
 * or removed while it is named.
 */
final class Sessions<R> {
  /** A response and whose it is. */
  record Next<R>(TypeSession<R> session, R response) {}

  private final Map<String, TypeSession<R>> byType = new HashMap<>();
  private List<TypeSession<R>> inOrder = List.of();

  @Nullable TypeSession<R> get(String typeUrl) {
    return byType.get(typeUrl);
  }

  int size() {
    return byType.size();
  }

  void add(TypeSession<R> session) {
    byType.put(session.type.typeUrl(), session);
    inOrder =
        byType.values().stream()
            .sorted(
                comparing((TypeSession<R> s) -> s.type.order())
                    .thenComparing(s -> s.type.typeUrl()))
            .toList();
  }

  void forEach(Consumer<TypeSession<R>> action) {
    inOrder.forEach(action);
  }

  /** Names subscribed to, over all types. */
  int names() {
    return inOrder.stream().mapToInt(session -> session.watch.names().size()).sum();
  }

  /**
   * The next response, if any may go. Additions go first to last, then removals last to first. An
   * addition that waits for answers of its own type, or is held back by the caller, holds back
   * listeners and what follows them, and all removals.
   */
  Optional<Next<R>> next(Predicate<TypeSession<R>> isHeldBack) {
    boolean isHeld = false;
    for (TypeSession<R> session : inOrder) {
      if (session.hasAdditions()) {
        boolean mayGo = session.maySend() && !isHeldBack.test(session);
        if (mayGo && !(isHeld && session.type.order().waitsForEarlier())) {
          R response = session.additions();
          if (response != null) {
            return Optional.of(new Next<>(session, response));
          }
        } else {
          isHeld = true;
        }
      }
    }
    for (int i = inOrder.size() - 1; i >= 0 && !isHeld; i--) {
      TypeSession<R> session = inOrder.get(i);
      if (session.hasRemovals()) {
        R response = session.maySend() ? session.removals() : null;
        if (response != null) {
          return Optional.of(new Next<>(session, response));
        }
        isHeld = !session.maySend();
      }
    }
    return Optional.empty();
  }

  List<ClientState.Subscription> describe() {
    return inOrder.stream().map(Sessions::describe).toList();
  }

  private static ClientState.Subscription describe(TypeSession<?> session) {
    List<ClientState.Held> held = new ArrayList<>();
    session.told.forEach(
        (name, told) ->
            held.add(new ClientState.Held(name, told.delivery(), told.nonce(), told.at())));
    Watch watch = session.watch;
    return new ClientState.Subscription(
        watch.typeUrl(),
        watch.isWildcard(),
        watch.names(),
        watch.unsent(),
        session.responseBytes(),
        held);
  }
}
