package dev.chancery.flows.golang;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Points in time as {@code time.Parse} reads them; a layout without a zone means UTC. */
public final class GoTime {
  private static final String DAY = "(?<year>\\d{4})-(?<month>\\d\\d)-(?<day>\\d\\d)";
  private static final String ZONE = "(?<zone>Z|[+-]\\d\\d:\\d\\d)";
  private static final String SECONDS = ":(?<second>\\d\\d)(?:[.,](?<fraction>\\d+))?";
  private static final Pattern RFC3339 =
      Pattern.compile(DAY + "T(?<hour>\\d\\d?):(?<minute>\\d\\d)" + SECONDS + ZONE);
  private static final Pattern DATE =
      Pattern.compile(
          DAY + "(?:T(?<hour>\\d\\d?)(?::(?<minute>\\d\\d)(?:" + SECONDS + ")?)?" + ZONE + ")?");
  private static final Pattern RFC1123 =
      Pattern.compile(
          "(?:mon|tue|wed|thu|fri|sat|sun), (?<day>\\d\\d) "
              + "(?<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) (?<year>\\d{4}) "
              + "(?<hour>\\d\\d?):(?<minute>\\d\\d)"
              + SECONDS
              + " (?<zone>[+-]\\d{4})",
          Pattern.CASE_INSENSITIVE);

  private GoTime() {}

  /** {@code 2006-01-02T15:04:05Z07:00}, with any number of fractional digits. */
  public static Optional<Instant> rfc3339(String text) {
    return read(RFC3339.matcher(text));
  }

  /** A date alone, with hours, with minutes or with seconds; or RFC 1123 with a numeric zone. */
  public static Optional<Instant> anyLayout(String text) {
    Optional<Instant> date = read(DATE.matcher(text));
    return date.isPresent() ? date : read(RFC1123.matcher(text));
  }

  private static Optional<Instant> read(Matcher time) {
    if (!time.matches()) {
      return Optional.empty();
    }
    try {
      var local =
          LocalDateTime.of(
              number(time, "year"),
              month(time),
              number(time, "day"),
              number(time, "hour"),
              number(time, "minute"),
              number(time, "second"),
              nanos(group(time, "fraction")));
      return zoneSeconds(group(time, "zone"))
          .map(zone -> local.toInstant(ZoneOffset.UTC).minusSeconds(zone));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int month(Matcher time) {
    String name = group(time, "name").toLowerCase(Locale.ROOT);
    for (Month month : Month.values()) {
      if (!name.isEmpty() && month.name().toLowerCase(Locale.ROOT).startsWith(name)) {
        return month.getValue();
      }
    }
    return number(time, "month");
  }

  private static int number(Matcher time, String name) {
    String digits = group(time, name);
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  /** The group's text; empty where the layout has no such group or it did not take part. */
  private static String group(Matcher time, String name) {
    try {
      String text = time.group(name);
      return text == null ? "" : text;
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static int nanos(String fraction) {
    String nine = (fraction + "000000000").substring(0, 9);
    return Integer.parseInt(nine);
  }

  /** Seconds east of UTC; Go takes up to 24 hours and 60 minutes. */
  private static Optional<Integer> zoneSeconds(String zone) {
    if (zone.isEmpty() || zone.equals("Z")) {
      return Optional.of(0);
    }
    String digits = zone.substring(1).replace(":", "");
    int hours = Integer.parseInt(digits.substring(0, 2));
    int minutes = Integer.parseInt(digits.substring(2));
    if (hours > 24 || minutes > 60) {
      return Optional.empty();
    }
    int seconds = hours * 3600 + minutes * 60;
    return Optional.of(zone.charAt(0) == '-' ? -seconds : seconds);
  }
}
