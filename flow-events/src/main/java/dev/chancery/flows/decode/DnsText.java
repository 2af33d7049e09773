package dev.chancery.flows.decode;

import java.util.Map;

/** Numbers of DNS as Hubble writes them. */
final class DnsText {
  private static final String UNKNOWN = "Unknown";

  private static final Map<Integer, String> TYPES =
      Map.ofEntries(
          Map.entry(1, "A"),
          Map.entry(2, "NS"),
          Map.entry(3, "MD"),
          Map.entry(4, "MF"),
          Map.entry(5, "CNAME"),
          Map.entry(6, "SOA"),
          Map.entry(7, "MB"),
          Map.entry(8, "MG"),
          Map.entry(9, "MR"),
          Map.entry(10, "NULL"),
          Map.entry(11, "WKS"),
          Map.entry(12, "PTR"),
          Map.entry(13, "HINFO"),
          Map.entry(14, "MINFO"),
          Map.entry(15, "MX"),
          Map.entry(16, "TXT"),
          Map.entry(28, "AAAA"),
          Map.entry(33, "SRV"),
          Map.entry(41, "OPT"),
          Map.entry(46, "RRSIG"),
          Map.entry(48, "DNSKEY"),
          Map.entry(64, "SVCB"),
          Map.entry(65, "HTTPS"),
          Map.entry(256, "URI"));

  private static final Map<Integer, String> RESPONSE_CODES =
      Map.ofEntries(
          Map.entry(0, "No Error"),
          Map.entry(1, "Format Error"),
          Map.entry(2, "Server Failure"),
          Map.entry(3, "Non-Existent Domain"),
          Map.entry(4, "Not Implemented"),
          Map.entry(5, "Query Refused"),
          Map.entry(6, "Name Exists when it should not"),
          Map.entry(7, "RR Set Exists when it should not"),
          Map.entry(8, "RR Set that should exist does not"),
          Map.entry(9, "Server Not Authoritative for zone"),
          Map.entry(10, "Name not contained in zone"),
          Map.entry(16, "Bad OPT Version"),
          Map.entry(17, "Key not recognized"),
          Map.entry(18, "Signature out of time window"),
          Map.entry(19, "Bad TKEY Mode"),
          Map.entry(20, "Duplicate key name"),
          Map.entry(21, "Algorithm not supported"),
          Map.entry(22, "Bad Truncation"),
          Map.entry(23, "Bad Cookie"));

  private DnsText() {}

  static String type(int number) {
    return TYPES.getOrDefault(number, UNKNOWN);
  }

  /** By its lowest eight bits, as Hubble does. */
  static String responseCode(int number) {
    return RESPONSE_CODES.getOrDefault(number & 0xff, UNKNOWN);
  }
}
