package dev.chancery.accesslogs;

import java.util.Map;

/** What a proxy's parser of another protocol saw, as text fields. */
public record GenericRecord(Transaction transaction, String protocol, Map<String, String> fields)
    implements L7Record {
  public GenericRecord {
    fields = Map.copyOf(fields);
  }

  @Override
  public long weight() {
    return fields.entrySet().stream()
        .mapToLong(field -> 64L + field.getKey().length() + field.getValue().length())
        .reduce(512, Long::sum);
  }

  @Override
  public String toString() {
    return "GenericRecord[" + protocol + " " + transaction.verdict() + "]";
  }
}
