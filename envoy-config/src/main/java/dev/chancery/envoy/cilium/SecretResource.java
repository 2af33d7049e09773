package dev.chancery.envoy.cilium;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.GenericSecret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One Kubernetes Secret as the proxy takes it. */
final class SecretResource {
  private static final String VALUE = "value";

  /** Why a secret cannot be served; without a value. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String reason) {
      super(reason);
    }
  }

  private final Map<String, byte[]> data;

  private SecretResource(Map<String, byte[]> data) {
    this.data = data;
  }

  static Secret of(String name, SecretUse use, Map<String, byte[]> data) throws Unusable {
    var values = new SecretResource(data);
    Secret.Builder secret = Secret.newBuilder().setName(name);
    if (use instanceof SecretUse.Certificate certificate) {
      return secret
          .setTlsCertificate(
              TlsCertificate.newBuilder()
                  .setCertificateChain(values.source(certificate.chain()))
                  .setPrivateKey(values.source(certificate.privateKey())))
          .build();
    }
    if (use instanceof SecretUse.TrustedCa trusted) {
      return secret
          .setValidationContext(
              CertificateValidationContext.newBuilder().setTrustedCa(values.source(trusted.key())))
          .build();
    }
    return secret
        .setGenericSecret(GenericSecret.newBuilder().setSecret(values.source(values.valueKey())))
        .build();
  }

  private String valueKey() throws Unusable {
    if (data.containsKey(VALUE)) {
      return VALUE;
    }
    if (data.size() != 1) {
      throw new Unusable(data.size() + " keys (expected: one key, or the key value)");
    }
    return data.keySet().iterator().next();
  }

  /** An empty value would be compared with nothing. */
  private DataSource source(String key) throws Unusable {
    byte @Nullable [] value = data.get(key);
    if (value == null || value.length == 0) {
      throw new Unusable("key " + key + ": " + (value == null ? "missing" : "empty"));
    }
    return DataSource.newBuilder().setInlineBytes(ByteString.copyFrom(value)).build();
  }
}
