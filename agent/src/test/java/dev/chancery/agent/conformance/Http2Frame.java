package dev.chancery.agent.conformance;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * A frame as it is on the wire.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-4.1">RFC 9113, 4.1</a>
 */
// Frames are read and written, and never compared.
@SuppressWarnings("ArrayRecordComponent")
record Http2Frame(int type, int flags, int stream, byte[] payload) {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;

  /** What a client says first. */
  static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private static final byte[] EMPTY = new byte[0];

  static Http2Frame settings() {
    return new Http2Frame(SETTINGS, 0, 0, EMPTY);
  }

  /** Waits for one; the end of the stream is an exception. */
  static Http2Frame read(DataInputStream in) throws IOException {
    int length = (in.readUnsignedShort() << 8) | in.readUnsignedByte();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    byte[] payload = new byte[length];
    in.readFully(payload);
    return new Http2Frame(type, flags, stream, payload);
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Whether a message ends with it. */
  boolean ends(int of) {
    return stream == of && (type == HEADERS || type == DATA) && has(END_STREAM);
  }

  /** Answers what concerns the connection alone, and gives back the credit of data. */
  void acknowledge(OutputStream out) throws IOException {
    if ((type == SETTINGS || type == PING) && !has(ACK)) {
      new Http2Frame(type, ACK, 0, type == PING ? payload : EMPTY).write(out);
    } else if (type == DATA && payload.length > 0) {
      byte[] credit = ByteBuffer.allocate(4).putInt(payload.length).array();
      new Http2Frame(WINDOW_UPDATE, 0, 0, credit).write(out);
      new Http2Frame(WINDOW_UPDATE, 0, stream, credit).write(out);
    }
  }

  void write(OutputStream out) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
    out.write(frame.array());
  }
}
