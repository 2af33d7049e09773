package dev.chancery.flows.print;

import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.Layer7;
import java.util.Locale;

/** The type column: what kind of event a flow is. */
final class TypeText {
  private TypeText() {}

  static String of(Flow flow) {
    if (flow.hasL7()) {
      return ofL7(flow.getL7());
    }
    int subtype = flow.getEventType().getSubType();
    return switch (flow.getEventType().getType()) {
      case EventNames.TRACE -> EventNames.tracePoint(subtype);
      case EventNames.DROP -> DropReasons.text(subtype);
      case EventNames.POLICY_VERDICT ->
          "policy-verdict:"
              + EventNames.policyMatch(flow.getPolicyMatchType())
              + " "
              + EnumText.of(flow.getTrafficDirection(), flow.getTrafficDirectionValue());
      case EventNames.CAPTURE ->
          EnumText.of(flow.getDebugCapturePoint(), flow.getDebugCapturePointValue());
      case EventNames.TRACE_SOCK -> ofTranslation(flow);
      default -> "UNKNOWN";
    };
  }

  @SuppressWarnings("deprecation") // Kafka flows may come from older servers and files
  private static String ofL7(Layer7 l7) {
    String type = EnumText.of(l7.getType(), l7.getTypeValue()).toLowerCase(Locale.ROOT);
    return switch (l7.getRecordCase()) {
      case HTTP -> "http-" + type;
      case DNS -> "dns-" + type + " " + l7.getDns().getObservationSource();
      case KAFKA -> "kafka-" + type;
      case RECORD_NOT_SET -> "l7-" + type;
    };
  }

  private static String ofTranslation(Flow flow) {
    return switch (flow.getSockXlatePoint()) {
      case SOCK_XLATE_POINT_PRE_DIRECTION_FWD -> "pre-xlate-fwd";
      case SOCK_XLATE_POINT_POST_DIRECTION_FWD -> "post-xlate-fwd";
      case SOCK_XLATE_POINT_PRE_DIRECTION_REV -> "pre-xlate-rev";
      case SOCK_XLATE_POINT_POST_DIRECTION_REV -> "post-xlate-rev";
      default -> EnumText.of(flow.getSockXlatePoint(), flow.getSockXlatePointValue());
    };
  }
}
