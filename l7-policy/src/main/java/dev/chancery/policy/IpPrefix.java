package dev.chancery.policy;

import com.google.common.net.InetAddresses;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * An IP prefix with its host bits cleared.
 *
 * @param v6 address family
 * @param high upper 64 bits of an IPv6 address; 0 for IPv4
 * @param low lower 64 bits of an IPv6 address; the IPv4 address in the lower 32 bits
 * @param length prefix length, 0–32 or 0–128
 */
public record IpPrefix(boolean v6, long high, long low, int length)
    implements Comparable<IpPrefix> {
  public IpPrefix {
    int max = v6 ? 128 : 32;
    if (length < 0 || length > max) {
      throw new IllegalArgumentException("prefix length: " + length + " (expected: 0-" + max + ")");
    }
    int free = max - length;
    if (free >= 64) {
      low = 0;
      high = free == 128 ? 0 : high & (-1L << (free - 64));
    } else {
      low &= -1L << free;
    }
    if (!v6) {
      high = 0;
      low &= 0xFFFFFFFFL;
    }
  }

  /** The prefix that holds this one address. */
  public static IpPrefix of(InetAddress address) {
    return of(address, address instanceof Inet4Address ? 32 : 128);
  }

  public static IpPrefix of(InetAddress address, int length) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    if (address instanceof Inet4Address) {
      return new IpPrefix(false, 0, bytes.getInt() & 0xFFFFFFFFL, length);
    }
    return new IpPrefix(true, bytes.getLong(), bytes.getLong(), length);
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32} or a bare address.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  public static IpPrefix parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = InetAddresses.forString(slash < 0 ? text : text.substring(0, slash));
    if (slash < 0) {
      return of(address);
    }
    String length = text.substring(slash + 1);
    if (!length.matches("0|[1-9][0-9]{0,2}")) {
      throw new IllegalArgumentException("prefix length: " + length + " (expected: a number)");
    }
    return of(address, Integer.parseInt(length));
  }

  public boolean contains(IpPrefix other) {
    return v6 == other.v6
        && length <= other.length
        && equals(new IpPrefix(v6, other.high, other.low, length));
  }

  public InetAddress address() {
    ByteBuffer bytes = ByteBuffer.allocate(v6 ? 16 : 4);
    if (v6) {
      bytes.putLong(high).putLong(low);
    } else {
      bytes.putInt((int) low);
    }
    try {
      return InetAddress.getByAddress(bytes.array());
    } catch (java.net.UnknownHostException e) {
      throw new AssertionError("4 and 16 bytes are addresses", e);
    }
  }

  /** {@code address/length}, canonical (RFC 5952 for IPv6). */
  @Override
  public String toString() {
    return InetAddresses.toAddrString(address()) + "/" + length;
  }

  @Override
  public int compareTo(IpPrefix o) {
    int c = Boolean.compare(v6, o.v6);
    c = c != 0 ? c : Long.compareUnsigned(high, o.high);
    c = c != 0 ? c : Long.compareUnsigned(low, o.low);
    return c != 0 ? c : Integer.compare(length, o.length);
  }
}
