package dev.chancery.agent.source;

import dev.chancery.policy.label.Label;
import dev.chancery.policy.label.Labels;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the objects of {@code cilium.io/v2} in which a Cilium agent says what it has numbered. */
final class CiliumReader {
  private static final String API_VERSION = "cilium.io/v2";

  /** 1–99 have fixed meanings; from 1&lt;&lt;24 numbers are local to a node. */
  private static final int FIRST_IDENTITY = 100;

  private static final int LAST_IDENTITY = (1 << 24) - 1;
  private static final int LAST_ENDPOINT = 65535;

  private CiliumReader() {}

  /** {@code CiliumIdentity}: its name is its number. */
  static ManifestObject.CiliumIdentity identity(ObjectKey key, Fields identity) {
    checkVersion(identity);
    int number = number(key.name());
    if (number < FIRST_IDENTITY || number > LAST_IDENTITY) {
      identity
          .fields("metadata")
          .report(
              "name",
              "%s (expected: a number, %d-%d)"
                  .formatted(key.name(), FIRST_IDENTITY, LAST_IDENTITY));
    }
    if (!identity.has("security-labels")) {
      identity.report("security-labels", "missing (expected: the labels of the identity)");
    }
    List<Label> labels = new ArrayList<>();
    identity.map("security-labels").forEach((k, value) -> labels.add(label(k, value)));
    return new ManifestObject.CiliumIdentity(key, number, Labels.of(labels));
  }

  private static Label label(String key, String value) {
    int colon = key.indexOf(':');
    return colon < 0
        ? new Label("unspec", key, value)
        : new Label(key.substring(0, colon), key.substring(colon + 1), value);
  }

  /** {@code CiliumEndpoint}: named as the pod. */
  static ManifestObject.CiliumEndpoint endpoint(ObjectKey key, Fields endpoint) {
    checkVersion(endpoint);
    Fields status = endpoint.fields("status");
    Fields identity = status.fields("identity");
    Set<InetAddress> addresses = new LinkedHashSet<>();
    for (Fields entry : status.fields("networking").list("addressing")) {
      Stream.of("ipv4", "ipv6")
          .forEach(
              family ->
                  entry
                      .text(family)
                      .filter(text -> !text.isEmpty())
                      .flatMap(text -> PodReader.address(entry, family, text))
                      .ifPresent(addresses::add));
    }
    return new ManifestObject.CiliumEndpoint(
        key,
        number(status, "id", LAST_ENDPOINT),
        number(identity, "id", Integer.MAX_VALUE),
        addresses);
  }

  /** Empty where the field is missing. */
  private static OptionalInt number(Fields fields, String name, int last) {
    if (!fields.has(name)) {
      return OptionalInt.empty();
    }
    int number = fields.textOrNumber(name).map(CiliumReader::number).orElse(-1);
    if (number < 1 || number > last) {
      fields.report(name, "not a number that fits (expected: 1-" + last + ")");
      return OptionalInt.empty();
    }
    return OptionalInt.of(number);
  }

  /** As it is written in decimal, and in no other way; −1 for all else. */
  private static int number(String text) {
    return text.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(text) : -1;
  }

  private static void checkVersion(Fields object) {
    String version = object.text("apiVersion").orElse("");
    if (!version.equals(API_VERSION)) {
      object.report("apiVersion", version + " (expected: " + API_VERSION + ")");
    }
  }
}
