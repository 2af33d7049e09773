package dev.chancery.accesslogs;

/** What can be wrong with what a proxy sends. Each is counted by itself. */
public enum RecordProblem {
  /** Bytes that are no message. */
  UNDECODABLE,
  /** Longer than the buffer of the access-log socket. */
  TRUNCATED,
  /** Text that is not UTF-8; the record is kept, with a mark in the place of each bad byte. */
  TEXT,
  /** A message without the parts that make it a record. */
  INCOMPLETE,
  /** An address that is none; the record is kept without it. */
  ADDRESS,
  /** A time outside of the years 1 to 9999; the record is kept with 1970. */
  TIME,
  /** An enum value that is not known here; the record is kept, its verdict is not guessed. */
  UNKNOWN_ENUM,
  /** A protocol that is not decoded here. */
  UNSUPPORTED_PROTOCOL,
  /** Nothing says whose policy was applied, or in which direction. */
  NO_ENDPOINT,
  /** Dropped since nobody took records from the queue in time. */
  QUEUE_FULL
}
