package dev.chancery.accesslogs.seqpacket;

import java.util.concurrent.atomic.AtomicLong;

/** Counters written by the reader's thread and read by any. */
final class Tally {
  final AtomicLong decoded = new AtomicLong();
  final AtomicLong truncated = new AtomicLong();
  final AtomicLong malformed = new AtomicLong();
  final AtomicLong openClients = new AtomicLong();
  final AtomicLong totalClients = new AtomicLong();
  final AtomicLong refusedClients = new AtomicLong();
  final AtomicLong droppedClients = new AtomicLong();

  AccessLogCounts counts() {
    long good = decoded.get();
    long tooLong = truncated.get();
    long bad = malformed.get();
    return new AccessLogCounts(
        good + tooLong + bad,
        good,
        tooLong,
        bad,
        openClients.get(),
        totalClients.get(),
        refusedClients.get(),
        droppedClients.get());
  }
}
