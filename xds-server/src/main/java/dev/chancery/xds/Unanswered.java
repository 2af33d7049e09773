package dev.chancery.xds;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The responses of one type on one stream that wait for their answers, oldest first. */
final class Unanswered {
  private final Map<String, SentResponse> byNonce = new LinkedHashMap<>();
  private String lastAnswered = "";
  private @Nullable SentResponse last;

  int size() {
    return byNonce.size();
  }

  List<SentResponse> all() {
    return List.copyOf(byNonce.values());
  }

  void add(SentResponse response) {
    byNonce.put(response.nonce(), response);
    last = response;
  }

  /** The response that was added last. */
  Optional<SentResponse> last() {
    return Optional.ofNullable(last);
  }

  /** Takes out the response that is answered, and those sent before it. */
  Optional<SentResponse> settle(String nonce) {
    SentResponse response = byNonce.get(nonce);
    if (response == null) {
      return Optional.empty();
    }
    var oldest = byNonce.keySet().iterator();
    while (!oldest.next().equals(nonce)) {
      oldest.remove();
    }
    byNonce.remove(nonce);
    lastAnswered = nonce;
    return Optional.of(response);
  }

  /** Whether a nonce that answers nothing is not just said again. */
  boolean isStray(String nonce) {
    return !nonce.isEmpty() && !nonce.equals(lastAnswered);
  }

  /** A response does not go out after all. */
  void withdraw(SentResponse response) {
    byNonce.remove(response.nonce());
  }

  boolean isAbout(String name) {
    return byNonce.values().stream()
        .flatMap(response -> response.items().stream())
        .anyMatch(item -> item.name().equals(name));
  }
}
