package dev.chancery.flows.observe;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import dev.chancery.api.flow.Flow;
import dev.chancery.flows.golang.GoQuote;
import dev.chancery.flows.observe.flag.UsageException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which fields of flows to ask for. */
final class FieldMasks {
  /** What the formats other than JSON print by default. */
  static final List<String> PRINTED =
      List.of(
          "time",
          "verdict",
          "ethernet",
          "IP",
          "l4",
          "source.identity",
          "source.namespace",
          "source.pod_name",
          "destination.identity",
          "destination.namespace",
          "destination.pod_name",
          "Type",
          "node_name",
          "l7",
          "event_type",
          "source_service",
          "destination_service",
          "is_reply",
          "Summary",
          "ip_trace_id");

  private FieldMasks() {}

  /** The mask for the options; empty asks for everything. */
  static Optional<FieldMask> choose(ObserveOptions options) throws UsageException {
    List<String> paths =
        switch (options.output) {
          case "json", "JSON", "jsonpb" -> options.fieldMask;
          default -> options.defaultMask ? PRINTED : List.<String>of();
        };
    for (String path : paths) {
      if (!exists(path)) {
        throw new UsageException(
            "failed to construct field mask: proto: invalid path "
                + GoQuote.quote(path)
                + " for message \"flow.Flow\"");
      }
    }
    return paths.isEmpty()
        ? Optional.empty()
        : Optional.of(FieldMask.newBuilder().addAllPaths(paths).build());
  }

  private static boolean exists(String path) {
    @Nullable Descriptor type = Flow.getDescriptor();
    for (String name : path.split("\\.", -1)) {
      FieldDescriptor field = type == null ? null : type.findFieldByName(name);
      if (field == null) {
        return false;
      }
      boolean nested =
          !field.isRepeated() && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
      type = nested ? field.getMessageType() : null;
    }
    return true;
  }
}
