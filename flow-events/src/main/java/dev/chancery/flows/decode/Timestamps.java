package dev.chancery.flows.decode;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Instants as protobuf writes them. */
final class Timestamps {
  private Timestamps() {}

  static Timestamp of(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
