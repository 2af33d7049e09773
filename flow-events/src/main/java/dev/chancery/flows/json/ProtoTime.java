package dev.chancery.flows.json;

import com.google.protobuf.Timestamp;
import dev.chancery.flows.golang.GoTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code google.protobuf.Timestamp}: the years 1 to 9999, to the nanosecond. */
public final class ProtoTime {
  private static final DateTimeFormatter TO_NANOS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final long FIRST = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
  private static final Pattern TOO_FINE = Pattern.compile(".*[.,]\\d{10}.*");

  private ProtoTime() {}

  public static boolean isValid(Timestamp time) {
    return time.getSeconds() >= FIRST
        && time.getSeconds() <= LAST
        && time.getNanos() >= 0
        && time.getNanos() < 1_000_000_000;
  }

  /** The instant; empty for a message that stands for none. */
  public static Optional<Instant> instant(Timestamp time) {
    return isValid(time)
        ? Optional.of(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()))
        : Optional.empty();
  }

  public static Timestamp of(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  /** RFC 3339 in UTC with 0, 3, 6 or 9 fractional digits. */
  static String print(Timestamp time) throws ProtoJsonException {
    return instant(time)
        .map(instant -> withoutZeros(TO_NANOS.format(instant)) + "Z")
        .orElseThrow(
            () -> new ProtoJsonException("proto: google.protobuf.Timestamp: out of range"));
  }

  /** A time as RFC 3339 with at most nine fractional digits; it may be out of range. */
  static Optional<Timestamp> parse(String text) {
    return GoTime.rfc3339(text)
        .filter(instant -> !TOO_FINE.matcher(text).matches())
        .map(ProtoTime::of);
  }

  /** A point and 3, 6 or 9 digits; nothing for 0. */
  static String fraction(int nanos) {
    return withoutZeros(String.format(".%09d", nanos));
  }

  /** Cuts off groups of three zeros, and a point that is left at the end. */
  private static String withoutZeros(String text) {
    String kept = text;
    for (int group = 0; group < 3 && kept.endsWith("000"); group++) {
      kept = kept.substring(0, kept.length() - 3);
    }
    return kept.endsWith(".") ? kept.substring(0, kept.length() - 1) : kept;
  }
}
