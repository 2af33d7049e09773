package dev.chancery.flows.print;

import com.google.protobuf.Timestamp;
import dev.chancery.flows.json.ProtoTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Ways to print a point in time, all in UTC. */
public enum TimeLayout {
  STAMP_MILLI("StampMilli", "Jan _2 15:04:05.000", stampMilli()),
  YEAR_MONTH_DAY("YearMonthDay", "2006-01-02", pattern("uuuu-MM-dd")),
  YEAR_MONTH_DAY_HOUR("YearMonthDayHour", "2006-01-02T15Z07:00", pattern("uuuu-MM-dd'T'HH'Z'")),
  YEAR_MONTH_DAY_HOUR_MINUTE(
      "YearMonthDayHourMinute", "2006-01-02T15:04Z07:00", pattern("uuuu-MM-dd'T'HH:mm'Z'")),
  RFC3339("RFC3339", "2006-01-02T15:04:05Z07:00", rfc3339(0)),
  RFC3339_MILLI("RFC3339Milli", "2006-01-02T15:04:05.999Z07:00", rfc3339(3), ChronoUnit.MILLIS),
  RFC3339_MICRO("RFC3339Micro", "2006-01-02T15:04:05.999999Z07:00", rfc3339(6), ChronoUnit.MICROS),
  RFC3339_NANO("RFC3339Nano", "2006-01-02T15:04:05.999999999Z07:00", rfc3339(9)),
  RFC1123Z(
      "RFC1123Z", "Mon, 02 Jan 2006 15:04:05 -0700", pattern("EEE, dd MMM uuuu HH:mm:ss '+0000'"));

  private final String label;
  private final String sample;
  private final DateTimeFormatter formatter;
  private final ChronoUnit precision;

  TimeLayout(String label, String sample, DateTimeFormatter formatter) {
    this(label, sample, formatter, ChronoUnit.NANOS);
  }

  TimeLayout(String label, String sample, DateTimeFormatter formatter, ChronoUnit precision) {
    this.label = label;
    this.sample = sample;
    this.formatter = formatter.withZone(ZoneOffset.UTC);
    this.precision = precision;
  }

  /** The layout of that name, in any case; {@link #STAMP_MILLI} for a name that is none. */
  public static TimeLayout byName(String name) {
    for (TimeLayout layout : values()) {
      if (layout.label.equalsIgnoreCase(name)) {
        return layout;
      }
    }
    return STAMP_MILLI;
  }

  /** The name that users give. */
  public String label() {
    return label;
  }

  /** Monday, 2 January 2006, 15:04:05 in a zone seven hours west, as Go writes layouts. */
  public String sample() {
    return sample;
  }

  public String format(Instant instant) {
    return formatter.format(instant.truncatedTo(precision));
  }

  /** {@code N/A} for an absent or impossible time. */
  String format(boolean present, Timestamp time) {
    return present ? ProtoTime.instant(time).map(this::format).orElse("N/A") : "N/A";
  }

  private static DateTimeFormatter pattern(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  private static DateTimeFormatter stampMilli() {
    return pattern("MMM ppd HH:mm:ss.SSS");
  }

  /** Trailing zeros of the fraction are left out, and its point with the last digit. */
  private static DateTimeFormatter rfc3339(int digits) {
    var builder = new DateTimeFormatterBuilder().appendPattern("uuuu-MM-dd'T'HH:mm:ss");
    if (digits > 0) {
      builder.appendFraction(ChronoField.NANO_OF_SECOND, 0, digits, true);
    }
    return builder.appendLiteral('Z').toFormatter(Locale.ENGLISH);
  }
}
