package dev.chancery.accesslogs.seqpacket;

import dev.chancery.accesslogs.L7Record;
import dev.chancery.accesslogs.LogEntryDecoder;
import dev.chancery.accesslogs.RecordProblem;
import dev.chancery.accesslogs.RecordProblems;
import dev.chancery.accesslogs.RecordQueue;
import java.nio.ByteBuffer;
import java.util.Optional;
import jnr.ffi.Pointer;

/**
 * Takes packets off connections and records to the queue. One buffer serves all connections; only
 * one thread uses it.
 */
final class PacketReader {
  private final Pointer buffer;
  private final byte[] packet;
  private final LogEntryDecoder decoder;
  private final RecordQueue queue;
  private final RecordProblems problems;
  private final Tally tally;
  private long packets;

  PacketReader(int bufferBytes, RecordQueue queue, RecordProblems problems, Tally tally) {
    this.buffer = Libc.allocate(bufferBytes);
    this.packet = new byte[bufferBytes];
    this.decoder = new LogEntryDecoder(problems);
    this.queue = queue;
    this.problems = problems;
    this.tally = tally;
  }

  /**
   * Reads what there is, at most a number of packets.
   *
   * @return false where the connection has ended
   */
  boolean read(PacketConnection connection, int atMost) {
    for (int i = 0; i < atMost; i++) {
      long length = connection.receive(buffer, packet.length);
      if (length < 0) {
        return length != PacketConnection.END;
      }
      connection.heard(++packets);
      take(length);
    }
    return true;
  }

  private void take(long length) {
    if (length > packet.length) {
      tally.truncated.incrementAndGet();
      problems.add(RecordProblem.TRUNCATED);
      return;
    }
    buffer.get(0, packet, 0, (int) length);
    Optional<L7Record> record = decode((int) length);
    if (record.isEmpty()) {
      tally.malformed.incrementAndGet();
      return;
    }
    tally.decoded.incrementAndGet();
    queue.offer(record.get());
  }

  private Optional<L7Record> decode(int length) {
    try {
      return decoder.decode(ByteBuffer.wrap(packet, 0, length));
    } catch (RuntimeException e) {
      // A mistake in the decoder costs one record, not the access log; its content is not logged.
      problems.add(RecordProblem.UNDECODABLE);
      return Optional.empty();
    }
  }
}
