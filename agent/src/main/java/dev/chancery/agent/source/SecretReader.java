package dev.chancery.agent.source;

import dev.chancery.agent.secret.SecretData;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads a {@code v1 Secret} of type {@code Opaque} or {@code kubernetes.io/tls}. Problems name keys
 * and never values: the fields given have to be hidden ones.
 */
final class SecretReader {
  private static final String TLS = "kubernetes.io/tls";
  private static final List<String> TLS_KEYS = List.of("tls.crt", "tls.key");
  private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");

  private SecretReader() {}

  /** Whether secrets of this type are read; others are left alone. */
  static boolean isRead(Optional<String> type) {
    return type.isEmpty() || type.get().equals("Opaque") || type.get().equals(TLS);
  }

  static ManifestObject.Secret read(ObjectKey key, Fields secret) {
    Map<String, byte[]> values = new TreeMap<>();
    Fields data = secret.fields("data");
    secret
        .map("data")
        .forEach((name, text) -> decoded(data, name, text).ifPresent(v -> values.put(name, v)));
    secret
        .map("stringData")
        .forEach((name, text) -> values.put(name, text.getBytes(StandardCharsets.UTF_8)));
    values.keySet().stream()
        .filter(name -> !KEY.matcher(name).matches())
        .forEach(name -> secret.report("data", "a key (expected: letters, digits, -, _ and .)"));
    if (secret.text("type").filter(TLS::equals).isPresent()) {
      TLS_KEYS.stream()
          .filter(name -> !values.containsKey(name))
          .forEach(name -> data.report(name, "missing (expected in a secret of type " + TLS + ")"));
    }
    return new ManifestObject.Secret(key, new SecretData(values));
  }

  private static Optional<byte[]> decoded(Fields data, String name, String text) {
    String encoded = text.replaceAll("\\s", "");
    if (encoded.length() % 4 == 0) { // Java's decoder would take text without its padding.
      try {
        return Optional.of(Base64.getDecoder().decode(encoded));
      } catch (IllegalArgumentException e) {
        // Its message quotes the text.
      }
    }
    data.report(name, "not base64 (expected: base64, or stringData)");
    return Optional.empty();
  }
}
