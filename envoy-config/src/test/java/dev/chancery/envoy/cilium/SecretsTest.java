package dev.chancery.envoy.cilium;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.envoy.EnvoyResource;
import dev.chancery.policy.Location;
import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.Provenance;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.ConnectionRules;
import dev.chancery.policy.model.HeaderAction;
import dev.chancery.policy.model.HttpRule;
import dev.chancery.policy.model.SecretRef;
import dev.chancery.policy.model.TlsContext;
import dev.chancery.policy.resolve.L7Rules;
import dev.chancery.policy.resolve.Peers;
import dev.chancery.policy.resolve.PolicyEntry;
import dev.chancery.policy.resolve.Redirect;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretsTest {
  private static final SecretRef REF = new SecretRef("shop", "tls");
  private static final byte[] VALUE = "planted-value".getBytes(UTF_8);
  private final CiliumTranslator translator = new CiliumTranslator(CiliumOptions.DEFAULTS);

  @Test
  void certificateHasChainAndKey() {
    Secrets secrets =
        secrets(
            List.of(new SecretUse.Certificate(REF, "tls.crt", "tls.key")),
            Map.of("tls.crt", "chain".getBytes(UTF_8), "tls.key", "key".getBytes(UTF_8)));

    Secret secret = only(secrets);
    assertThat(secret.getName()).isEqualTo("cilium-secrets/shop-tls");
    assertThat(secret.getTlsCertificate().getCertificateChain().getInlineBytes().toStringUtf8())
        .isEqualTo("chain");
    assertThat(secret.getTlsCertificate().getPrivateKey().getInlineBytes().toStringUtf8())
        .isEqualTo("key");
  }

  @Test
  void trustedCertificatesAreAValidationContext() {
    Secrets secrets =
        secrets(List.of(new SecretUse.TrustedCa(REF, "ca.crt")), Map.of("ca.crt", VALUE));

    assertThat(only(secrets).getValidationContext().getTrustedCa().getInlineBytes().toByteArray())
        .isEqualTo(VALUE);
  }

  @Test
  void valueOfAHeaderIsTheOnlyOneOrThatOfTheKeyValue() {
    var use = List.<SecretUse>of(new SecretUse.HeaderValue(REF));

    assertThat(generic(secrets(use, Map.of("token", VALUE)))).isEqualTo("planted-value");
    assertThat(generic(secrets(use, Map.of("value", VALUE, "other", new byte[] {1}))))
        .isEqualTo("planted-value");
    assertThat(reasons(secrets(use, Map.of("a", VALUE, "b", VALUE))))
        .containsExactly("2 keys (expected: one key, or the key value)");
  }

  @Test
  void emptyValueIsNeverComparedWith() {
    Secrets secrets =
        secrets(List.of(new SecretUse.HeaderValue(REF)), Map.of("value", new byte[0]));

    assertThat(secrets.served()).isEmpty();
    assertThat(reasons(secrets)).containsExactly("key value: empty");
  }

  @Test
  void whatIsMissingIsNamed() {
    var certificate = new SecretUse.Certificate(REF, "tls.crt", "tls.key");
    var nowhere = new SecretUse.HeaderValue(new SecretRef("", "tls"));

    assertThat(reasons(secrets(List.of(certificate), Map.of("tls.crt", VALUE))))
        .containsExactly("key tls.key: missing");
    assertThat(reasons(translator.secrets(List.of(certificate), Map.of())))
        .containsExactly("no such secret");
    assertThat(reasons(translator.secrets(List.of(nowhere), Map.of(nowhere.ref(), Map.of()))))
        .containsExactly("no namespace (expected: that of the secret)");
  }

  /** Else one could make the proxy compare a header with a secret of another's choice. */
  @Test
  void twoSecretsOfOneNameAreBothNotServed() {
    var one = new SecretUse.HeaderValue(new SecretRef("a", "b-c"));
    var other = new SecretUse.HeaderValue(new SecretRef("a-b", "c"));

    Secrets secrets =
        translator.secrets(
            List.of(one, other),
            Map.of(one.ref(), Map.of("v", VALUE), other.ref(), Map.of("v", VALUE)));

    assertThat(secrets.served()).isEmpty();
    assertThat(secrets.missing()).extracting(Secrets.Missing::use).containsExactly(one, other);
    assertThat(reasons(secrets)).allMatch(r -> r.contains("cilium-secrets/a-b-c"));
  }

  @Test
  void oneSecretInTwoWaysIsNotServed() {
    Secrets secrets =
        secrets(
            List.of(new SecretUse.HeaderValue(REF), new SecretUse.TrustedCa(REF, "ca.crt")),
            Map.of("ca.crt", VALUE));

    assertThat(secrets.served()).isEmpty();
    assertThat(secrets.missing()).hasSize(2);
  }

  @Test
  void noTextHasAValue() {
    Secrets secrets = secrets(List.of(new SecretUse.HeaderValue(REF)), Map.of("v", VALUE));

    assertThat(secrets.served()).hasSize(1);
    assertThat(secrets.toString()).contains("cilium-secrets/shop-tls").doesNotContain("planted");
  }

  @Test
  void findsWhatAPolicyNames() {
    var tls =
        new TlsContext(Optional.of(REF), Optional.empty(), Optional.empty(), Optional.empty());
    var ownKeys =
        new TlsContext(
            Optional.of(new SecretRef("shop", "ca")),
            Optional.of("root.pem"),
            Optional.empty(),
            Optional.empty());
    var header = new SecretRef("shop", "token");
    var used = new HeaderAction("x-token", "", Optional.of(header), HeaderAction.Mismatch.FAIL);
    var unused =
        new HeaderAction(
            "x-other",
            "written",
            Optional.of(new SecretRef("shop", "unused")),
            HeaderAction.Mismatch.FAIL);
    Provenance origin = origin();
    var l7 =
        new L7Rules.Http(
            List.of(
                new HttpRule(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    List.of(used, unused),
                    origin)));
    var entry =
        new PolicyEntry(
            PortRange.of(Protocol.TCP, 443),
            new Peers.Any(),
            Action.ALLOW,
            l7,
            Optional.of(Redirect.to(Redirect.Parser.HTTP)),
            new ConnectionRules(
                Optional.of(tls), Optional.of(ownKeys), List.of(), Optional.empty()),
            Optional.empty(),
            List.of(new PolicyEntry.Part(Action.ALLOW, l7, origin)));

    assertThat(translator.secrets(Policies.egress(entry)))
        .containsExactlyInAnyOrder(
            new SecretUse.Certificate(REF, "tls.crt", "tls.key"),
            new SecretUse.TrustedCa(new SecretRef("shop", "ca"), "root.pem"),
            new SecretUse.HeaderValue(header));
    assertThat(ProxyListener.of(Policies.egress(entry))).containsExactly(ProxyListener.HTTP_EGRESS);
  }

  private static Provenance origin() {
    return new Provenance(
        new PolicyRef("CiliumNetworkPolicy", "shop", "p", "uid"),
        "spec.egress[0]",
        Location.UNKNOWN);
  }

  private Secrets secrets(List<SecretUse> uses, Map<String, byte[]> data) {
    return translator.secrets(uses, Map.of(REF, data));
  }

  private static Secret only(Secrets secrets) {
    assertThat(secrets.missing()).isEmpty();
    assertThat(secrets.served()).hasSize(1);
    return (Secret) secrets.served().get(0).message();
  }

  private static String generic(Secrets secrets) {
    return only(secrets).getGenericSecret().getSecret().getInlineBytes().toStringUtf8();
  }

  private static List<String> reasons(Secrets secrets) {
    assertThat(secrets.served()).extracting(EnvoyResource::name).isEmpty();
    return secrets.missing().stream().map(Secrets.Missing::reason).toList();
  }
}
