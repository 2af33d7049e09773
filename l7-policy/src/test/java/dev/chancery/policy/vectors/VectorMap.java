package dev.chancery.policy.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chancery.policy.map.AuthRequirement;
import dev.chancery.policy.map.MapEntry;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.Authentication;
import dev.chancery.policy.resolve.Redirect;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Map entries as lines of text, ours and those of a row. */
final class VectorMap {
  private VectorMap() {}

  /** What differs between ours and the expected; empty where nothing does. */
  static Optional<String> difference(List<MapEntry> ours, JsonNode expected, VectorWorld world) {
    Set<String> wanted = texts(expected.path("map"));
    Set<String> optional = texts(expected.path("map_optional"));
    Set<String> made =
        ours.stream().map(e -> text(e, world)).collect(Collectors.toCollection(TreeSet::new));
    Set<String> missing = new TreeSet<>(wanted);
    missing.removeAll(made);
    made.removeAll(wanted);
    made.removeAll(optional);
    return missing.isEmpty() && made.isEmpty()
        ? Optional.empty()
        : Optional.of("map: missing " + missing + ", too many " + made);
  }

  private static Set<String> texts(JsonNode entries) {
    return StreamSupport.stream(entries.spliterator(), false)
        .map(VectorMap::text)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(JsonNode entry) {
    return String.join(
        " ",
        entry.get("direction").asText(),
        entry.get("peer").asText(),
        entry.get("proto").asText(),
        entry.get("port").asText() + "/" + entry.get("port_bits").asText(),
        entry.get("verdict").asText(),
        entry.get("redirect").asBoolean() ? "redirect" : "direct",
        Long.toHexString(entry.get("precedence").asLong()),
        entry.path("auth").asText(""),
        entry.path("proxy_port").asText(""));
  }

  private static String text(MapEntry entry, VectorWorld world) {
    return String.join(
        " ",
        entry.key().direction().text(),
        world.name(entry.key().identity()),
        entry.key().protocol().name(),
        entry.key().port() + "/" + entry.key().portBits(),
        entry.action() == Action.ALLOW ? "allow" : "deny",
        entry.isRedirect() ? "redirect" : "direct",
        Long.toHexString(entry.precedence()),
        entry.authentication().map(VectorMap::text).orElse(""),
        entry.redirect().map(VectorMap::proxyPort).orElse(""));
  }

  private static String text(AuthRequirement authentication) {
    String type =
        authentication.type() == Authentication.REQUIRED ? "spire" : authentication.type().text();
    return type + " " + (authentication.explicit() ? "explicit" : "derived");
  }

  private static String proxyPort(Redirect redirect) {
    return redirect.proxyPort().isPresent() ? "" + redirect.proxyPort().getAsInt() : "";
  }
}
