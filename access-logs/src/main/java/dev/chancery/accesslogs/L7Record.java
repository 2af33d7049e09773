package dev.chancery.accesslogs;

import java.time.Instant;

/**
 * What a proxy saw, before names and labels are attached and before redaction. Addresses and
 * identities are those of the request, also in a record of its response.
 */
public sealed interface L7Record extends ProxyRecord permits HttpRecord, DnsRecord, GenericRecord {
  Transaction transaction();

  @Override
  default Instant time() {
    return transaction().time();
  }
}
