package dev.chancery.accesslogs;

import java.util.List;

/**
 * A DNS question or the answer to it.
 *
 * @param query name with its final dot
 * @param queryTypes record types of the question, by number
 * @param answerTypes record types of the answer, by number
 * @param addresses in the answer, as text
 * @param ttl seconds; 4294967295 where no record of the answer has one
 * @param rcode response code
 * @param observationSource such as {@code proxy}
 */
public record DnsRecord(
    Transaction transaction,
    String query,
    List<Integer> queryTypes,
    List<Integer> answerTypes,
    List<String> addresses,
    List<String> cnames,
    long ttl,
    int rcode,
    String observationSource)
    implements L7Record {
  public DnsRecord {
    queryTypes = List.copyOf(queryTypes);
    answerTypes = List.copyOf(answerTypes);
    addresses = List.copyOf(addresses);
    cnames = List.copyOf(cnames);
  }

  @Override
  public String toString() {
    return "DnsRecord[" + transaction.type() + " " + transaction.verdict() + " " + rcode + "]";
  }
}
