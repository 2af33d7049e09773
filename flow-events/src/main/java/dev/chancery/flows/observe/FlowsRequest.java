package dev.chancery.flows.observe;

import com.google.protobuf.Timestamp;
import dev.chancery.api.flow.FlowFilter;
import dev.chancery.api.observer.GetFlowsRequest;
import dev.chancery.flows.golang.GoDuration;
import dev.chancery.flows.golang.GoTime;
import dev.chancery.flows.json.JsonValues;
import dev.chancery.flows.json.ProtoJson;
import dev.chancery.flows.json.ProtoJsonException;
import dev.chancery.flows.json.ProtoTime;
import dev.chancery.flows.observe.flag.UsageException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The {@code GetFlowsRequest} that the options make. */
final class FlowsRequest {
  private static final long DEFAULT_LAST = 20;
  private static final long UNLIMITED = -1;

  private FlowsRequest() {}

  static GetFlowsRequest of(ObserveOptions options, ObserveEnvironment environment)
      throws UsageException {
    boolean first = options.first != 0;
    refuse(first && options.last != 0, "cannot set both --first and --last");
    refuse(first && options.all, "cannot set both --first and --all");
    refuse(first && options.follow, "cannot set both --first and --follow");
    refuse(options.last != 0 && options.all, "cannot set both --last and --all");
    var request = GetFlowsRequest.newBuilder().setFirst(first).setFollow(options.follow);
    if (!options.since.isEmpty()) {
      request.setSince(time("since", options.since, environment));
    }
    if (!options.until.isEmpty() && !options.follow) {
      request.setUntil(time("until", options.until, environment));
    }
    boolean bounded = request.hasSince() || request.hasUntil() || first;
    request.setNumber(first ? options.first : bounded ? options.last : number(options));
    request.addAllWhitelist(options.filters.allowed());
    request.addAllBlacklist(options.filters.denied());
    request.addAllWhitelist(raw("allowlist", options.allowList, environment));
    request.addAllBlacklist(raw("denylist", options.denyList, environment));
    FieldMasks.choose(options).ifPresent(request::setFieldMask);
    return request.build();
  }

  /** How many of the newest flows, where nothing else bounds the answer. */
  private static long number(ObserveOptions options) {
    if (options.all) {
      return UNLIMITED;
    }
    boolean plain = options.last == 0 && !options.follow && options.inputFile.isEmpty();
    return plain ? DEFAULT_LAST : options.last;
  }

  private static Timestamp time(String name, String text, ObserveEnvironment environment)
      throws UsageException {
    Instant instant =
        GoDuration.parse(text)
            .map(ago -> environment.clock().instant().minus(ago))
            .or(() -> GoTime.anyLayout(text))
            .orElseThrow(
                () ->
                    new UsageException(
                        "failed to parse the "
                            + name
                            + " time: failed to convert "
                            + text
                            + " to time"));
    return ProtoTime.of(instant);
  }

  private static List<FlowFilter> raw(
      String flag, List<String> given, ObserveEnvironment environment) throws UsageException {
    var filters = new ArrayList<FlowFilter>();
    for (String text : given.isEmpty() ? fromVariable(flag, environment) : given) {
      try {
        for (String json : JsonValues.split(text)) {
          var filter = FlowFilter.newBuilder();
          ProtoJson.merge(json, filter, ProtoJson.Unknown.REFUSE);
          filters.add(filter.build());
        }
      } catch (ProtoJsonException e) {
        throw new UsageException(
            "invalid --" + flag + " flag: failed to decode '" + text + "': " + e.text());
      }
    }
    return filters;
  }

  /** Filters in {@code HUBBLE_ALLOWLIST} and {@code HUBBLE_DENYLIST} are separated by blanks. */
  private static List<String> fromVariable(String flag, ObserveEnvironment environment) {
    String text = environment.variable("HUBBLE_" + flag.toUpperCase(Locale.ROOT)).strip();
    return text.isEmpty() ? List.of() : Arrays.asList(text.split("\\s+"));
  }

  private static void refuse(boolean wrong, String message) throws UsageException {
    if (wrong) {
      throw new UsageException(message);
    }
  }
}
