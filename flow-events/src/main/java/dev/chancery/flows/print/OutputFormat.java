package dev.chancery.flows.print;

/** How entries are laid out. */
public enum OutputFormat {
  /** One line for each entry; the two ends of a reply stand in the order of its request. */
  COMPACT,
  /** One {@code KEY: value} line for each part. */
  DICT,
  /** Aligned columns, printed when the stream ends. */
  TABLE,
  /** One {@code GetFlowsResponse} a line. */
  JSON,
  /** One bare {@code Flow} or {@code LostEvent} a line. */
  LEGACY_JSON
}
