package dev.chancery.testproxy.stream;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.chancery.testproxy.wire.Audit;
import dev.chancery.testproxy.wire.XdsType;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The order of versions on the streams of one subscription (§2.3; gotchas 12, 13, 14 and 22). Envoy
 * itself takes any text for a version, so what is wrong here is taken down and nothing more.
 */
final class VersionRules {
  private static final Comparator<ByteString> BYTES =
      ByteString.unsignedLexicographicalComparator();

  private final XdsType type;
  private final Audit audit;
  private final Continuity continuity;
  private long quoted;
  private long last;
  private boolean lastRefused;
  private final RefusedContents refused = new RefusedContents();
  private final Map<Long, Integer> contents = new HashMap<>();

  VersionRules(XdsType type, StreamHost host) {
    this.type = type;
    this.audit = host.audit();
    this.continuity = host.continuity();
  }

  /** A new stream begins by quoting this. The other side may have lost its count since. */
  void opened(String version) {
    quoted = number(version).orElse(0L);
    last = quoted;
    lastRefused = false;
    refused.opened(quoted != 0, continuity.departures());
    contents.clear();
  }

  void received(String version, String nonce, List<Any> resources, boolean first) {
    Optional<Long> number = decimal("version_info", version);
    Optional<Long> answer = decimal("nonce", nonce);
    if (number.isEmpty()) {
      return;
    }
    if (answer.isPresent() && Long.compareUnsigned(number.get(), answer.get()) > 0) {
      note(14, "version " + version + " is greater than nonce " + nonce);
    }
    List<ByteString> content = sorted(resources);
    refused.received();
    if (first) {
      firstVersion(number.get());
    } else if (Long.compareUnsigned(number.get(), last) < 0) {
      note(14, "version went backwards from " + last + " to " + version);
    } else if (number.get() == last) {
      repeated(version, number.get(), content);
    }
    // To a proxy that comes back something has to be said, also where nothing else is known of it.
    if (!first && refused.has(content)) {
      note(13, "version " + version + " is what was refused before");
    }
    continuity.saw(type, number.get());
    contents.put(number.get(), content.hashCode());
    last = number.get();
  }

  private void firstVersion(long number) {
    if (quoted != 0 && Long.compareUnsigned(number, quoted) <= 0) {
      note(
          12,
          "first version "
              + Long.toUnsignedString(number)
              + " of a stream that quoted "
              + Long.toUnsignedString(quoted)
              + " (expected: a greater one)");
    } else if (quoted == 0 && continuity.replays(type, number)) {
      note(22, "a new stream replays version " + Long.toUnsignedString(number));
    }
  }

  private void repeated(String version, long number, List<ByteString> content) {
    Integer before = contents.get(number);
    if (before != null && before != content.hashCode()) {
      note(22, "version " + version + " came before with other content");
    } else if (!lastRefused) {
      note(14, "version " + version + " came twice");
    }
  }

  void nacked(List<Any> resources) {
    lastRefused = true;
    refused.refused(sorted(resources));
  }

  void acked() {
    lastRefused = false;
  }

  private static List<ByteString> sorted(List<Any> resources) {
    return resources.stream().map(Message::toByteString).sorted(BYTES).toList();
  }

  private Optional<Long> decimal(String field, String text) {
    Optional<Long> number = number(text);
    if (number.isEmpty()) {
      note(14, field + ": '" + text + "' (expected: a decimal number)");
    }
    return number;
  }

  private static Optional<Long> number(String text) {
    try {
      return Optional.of(Long.parseUnsignedLong(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private void note(int gotcha, String text) {
    audit.note(gotcha, type + ": " + text);
  }
}
