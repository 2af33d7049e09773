package dev.chancery.flows.decode;

import dev.chancery.accesslogs.GenericRecord;
import dev.chancery.api.flow.Flow;
import dev.chancery.redaction.Redactor;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Protocols of which a flow shows a summary only. */
final class GenericFlows {
  private final FieldLimits limits;

  GenericFlows(FieldLimits limits) {
    this.limits = limits;
  }

  void addTo(Flow.Builder flow, GenericRecord record) {
    String fields =
        new TreeMap<>(record.fields())
            .entrySet().stream()
                .map(field -> field.getKey() + ":" + field.getValue())
                .collect(Collectors.joining(" "));
    Summaries.set(
        flow,
        limits.limit(
            Redactor.text(record.protocol() + " Fields: map[" + fields + "]"),
            FieldLimits.URL_CHARS));
  }
}
