package dev.chancery.policy.map;

import static dev.chancery.policy.Protocol.TCP;
import static dev.chancery.policy.Protocol.UDP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.policy.Direction;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.model.Action;
import dev.chancery.policy.model.Authentication;
import dev.chancery.policy.resolve.Redirect;
import dev.chancery.policy.resolve.Redirect.Parser;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** spec/policy.md §4.6: what the kernel reads for identity 1001 on 80/TCP. */
class MapLookupTableTest {
  private static final int PEER = 1001;

  private static MapKey key(int identity, Protocol protocol, int port, int bits) {
    return new MapKey(Direction.INGRESS, identity, protocol, port, bits);
  }

  private static MapEntry allow(int identity, int bits) {
    return MapEntry.plain(key(identity, TCP, bits == 0 ? 0 : 80, bits));
  }

  private static MapEntry http(int identity, int bits) {
    return new MapEntry(
        allow(identity, bits).key(),
        Action.ALLOW,
        Optional.of(Redirect.to(Parser.HTTP)),
        Optional.empty());
  }

  private static MapEntry deny(int identity, int bits) {
    return new MapEntry(
        allow(identity, bits).key(), Action.DENY, Optional.empty(), Optional.empty());
  }

  private static MapEntry authenticated(MapEntry entry, Authentication type, boolean explicit) {
    return entry.with(Optional.of(new AuthRequirement(type, explicit)));
  }

  private static final MapEntry OTHER_PROTOCOL = MapEntry.plain(key(PEER, UDP, 80, 16));
  private static final MapEntry OTHER_PORT = MapEntry.plain(key(PEER, TCP, 81, 16));

  private static Arguments row(String name, String verdict, MapEntry... entries) {
    return Arguments.of(name, verdict, List.of(entries));
  }

  @SuppressWarnings("UnusedVariable")
  private static final List<Arguments> ROWS =
      List.of(
          row("no entry drops", "none"),
          row("an entry of another protocol is none", "none", OTHER_PROTOCOL),
          row("an entry of another port is none", "none", OTHER_PORT),
          row("an entry of another peer is none", "none", allow(1002, 16)),
          row("only the peer's", "allow 1001/16", allow(PEER, 16)),
          row("only everyone's", "allow 0/16", allow(0, 16)),
          row("every protocol", "allow 1001/0", MapEntry.plain(key(PEER, Protocol.ANY, 0, 0))),
          row("the longest of the peer", "allow 1001/16", allow(PEER, 0), allow(PEER, 16)),
          row("a block of ports", "allow 1001/13", allow(PEER, 13)),
          row("everyone's higher precedence", "redirect 0/16", allow(PEER, 16), http(0, 16)),
          row("everyone's deny", "deny 0/0", http(PEER, 16), deny(0, 0)),
          row("the peer's higher precedence", "redirect 1001/0", http(PEER, 0), allow(0, 16)),
          row("equal, everyone's is longer", "allow 0/16", allow(PEER, 0), allow(0, 16)),
          row("equal, the peer's is longer", "allow 1001/16", allow(PEER, 16), allow(0, 0)),
          row("equal in all: the peer's", "redirect 1001/16", http(PEER, 16), http(0, 16)));

  @ParameterizedTest(name = "{0}")
  @FieldSource("ROWS")
  void decides(String name, String verdict, List<MapEntry> entries) {
    for (Wildcards wildcards : Wildcards.values()) {
      List<MapEntry> all = entries.stream().flatMap(e -> forEveryone(e, wildcards)).toList();
      assertThat(text(MapLookup.in(all, wildcards).decide(Direction.INGRESS, PEER, TCP, 80)))
          .isEqualTo(verdict);
    }
  }

  private static Stream<MapEntry> forEveryone(MapEntry entry, Wildcards wildcards) {
    return entry.key().identity() == MapKey.EVERYONE
        ? wildcards.identities().stream().map(w -> entry.of(entry.key().of(w)))
        : Stream.of(entry);
  }

  private static String text(MapVerdict verdict) {
    String said = verdict.denied() ? "deny" : verdict.redirected() ? "redirect" : "allow";
    return verdict
        .entry()
        .map(e -> said + " " + (e.key().identity() == PEER ? PEER : 0) + "/" + e.key().portBits())
        .orElse("none");
  }

  private static final Authentication REQUIRED = Authentication.REQUIRED;
  private static final Authentication FAIL = Authentication.TEST_ALWAYS_FAIL;

  @SuppressWarnings("UnusedVariable")
  private static final List<Arguments> AUTHENTICATION =
      List.of(
          row("none", "none", allow(PEER, 16), allow(0, 0)),
          row("the winner's own", "required", authenticated(allow(PEER, 16), REQUIRED, true)),
          row(
              "that of the other, if both allow alike",
              "required",
              allow(PEER, 16),
              authenticated(allow(0, 0), REQUIRED, true)),
          row(
              "not that of the other, if it allows otherwise",
              "none",
              http(PEER, 16),
              authenticated(allow(0, 0), REQUIRED, true)),
          row(
              "what is explicit stays",
              "required",
              authenticated(allow(PEER, 16), REQUIRED, true),
              authenticated(allow(0, 0), FAIL, true)),
          row(
              "what is derived gives way to the stronger",
              "test-always-fail",
              authenticated(allow(PEER, 16), REQUIRED, false),
              authenticated(allow(0, 0), FAIL, true)),
          row(
              "and not to the weaker",
              "test-always-fail",
              authenticated(allow(PEER, 16), FAIL, false),
              authenticated(allow(0, 0), REQUIRED, true)));

  @ParameterizedTest(name = "{0}")
  @FieldSource("AUTHENTICATION")
  void demandsAuthentication(String name, String expected, List<MapEntry> entries) {
    MapVerdict verdict = MapLookup.in(entries).decide(Direction.INGRESS, PEER, TCP, 80);

    assertThat(verdict.authentication().map(a -> a.type().text()).orElse("none"))
        .isEqualTo(expected);
  }

  @SuppressWarnings("UnusedVariable")
  private static final List<Arguments> AGGREGATES =
      List.of(
          Arguments.of("nobody known", 0, 0),
          Arguments.of("the host", 1, 0),
          Arguments.of("a remote node of old", 6, 0),
          Arguments.of("an aggregate itself", 13, 13),
          Arguments.of("a well-known workload", 102, 11),
          Arguments.of("a workload", 1001, 11),
          Arguments.of("a workload of another cluster", 3 << 16 | 1001, 12),
          Arguments.of("a prefix", 1 << 24 | 5, 13),
          Arguments.of("a remote node", 2 << 24 | 5, 14));

  @ParameterizedTest(name = "{0}")
  @FieldSource("AGGREGATES")
  void everyoneIsFoundByTheAggregateOfAPeer(String name, int identity, int aggregate) {
    MapEntry entry = allow(aggregate, 16);

    assertThat(
            MapLookup.in(List.of(entry), Wildcards.AGGREGATES)
                .decide(Direction.INGRESS, identity, TCP, 80)
                .entry())
        .contains(entry);
    assertThat(Wildcards.ONE.of(identity)).isEqualTo(identity == 0 ? 0 : MapKey.EVERYONE);
  }

  @Test
  void withoutAnEntryOfTheAggregateThatOfIdentityZeroSpeaks() {
    assertThat(
            MapLookup.in(List.of(deny(0, 16)), Wildcards.AGGREGATES)
                .decide(Direction.INGRESS, PEER, TCP, 80)
                .denied())
        .isTrue();
  }
}
