package dev.chancery.testproxy;

import com.google.protobuf.ByteString;
import dev.chancery.testproxy.policy.Secrets;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What SDS has brought, by name. Written on the loop, read anywhere. */
public final class SecretStore implements Secrets {
  private final Map<String, Secret> secrets = new ConcurrentHashMap<>();

  /** A store in which these have arrived. */
  public static SecretStore of(Collection<Secret> arrived) {
    SecretStore store = new SecretStore();
    arrived.forEach(store::put);
    return store;
  }

  void put(Secret secret) {
    secrets.put(secret.getName(), secret);
  }

  void forget(String name) {
    secrets.remove(name);
  }

  @Override
  public boolean present(String name) {
    return secrets.containsKey(name);
  }

  @Override
  public Optional<String> value(String name) {
    return Optional.ofNullable(secrets.get(name))
        .filter(Secret::hasGenericSecret)
        .map(secret -> text(secret.getGenericSecret().getSecret()));
  }

  private static String text(DataSource source) {
    ByteString bytes =
        source.hasInlineBytes() ? source.getInlineBytes() : source.getInlineStringBytes();
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
