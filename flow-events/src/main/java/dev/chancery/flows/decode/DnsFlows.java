package dev.chancery.flows.decode;

import com.google.common.net.InetAddresses;
import dev.chancery.accesslogs.DnsRecord;
import dev.chancery.accesslogs.Transaction;
import dev.chancery.api.flow.DNS;
import dev.chancery.api.flow.Flow;
import dev.chancery.redaction.Redactor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The DNS part of a flow. Names are shown as they are: Hubble has no option that hides them. */
final class DnsFlows {
  private DnsFlows() {}

  static void addTo(Flow.Builder flow, DnsRecord record) {
    DNS dns = message(record);
    flow.getL7Builder().setDns(dns);
    Transaction.Type type = record.transaction().type();
    if (type == Transaction.Type.REQUEST) {
      Summaries.set(flow, "DNS Query " + question(dns));
    } else if (type == Transaction.Type.RESPONSE) {
      String asker = dns.getObservationSource().equals("proxy") ? "Proxy" : "Query";
      Summaries.set(
          flow,
          "DNS Answer %s TTL: %d (%s %s)"
              .formatted(answer(dns), Integer.toUnsignedLong(dns.getTtl()), asker, question(dns)));
    }
  }

  private static DNS message(DnsRecord record) {
    var dns =
        DNS.newBuilder()
            .setQuery(Redactor.text(record.query()))
            .setObservationSource(Redactor.text(record.observationSource()))
            .addAllQtypes(record.queryTypes().stream().map(DnsText::type).toList());
    if (record.transaction().type() == Transaction.Type.REQUEST) {
      return dns.build();
    }
    return dns.addAllIps(record.addresses().stream().map(DnsFlows::canonical).toList())
        .setTtl((int) record.ttl())
        .addAllCnames(record.cnames().stream().map(Redactor::text).toList())
        .setRcode(record.rcode())
        .addAllRrtypes(record.answerTypes().stream().map(DnsText::type).toList())
        .build();
  }

  private static String question(DNS dns) {
    return dns.getQuery() + " " + String.join(",", dns.getQtypesList());
  }

  private static String answer(DNS dns) {
    if (dns.getRcode() != 0) {
      return "RCode: " + DnsText.responseCode(dns.getRcode());
    }
    List<String> parts = new ArrayList<>();
    if (dns.getIpsCount() > 0) {
      parts.add(GoString.quote(String.join(",", dns.getIpsList())));
    }
    if (dns.getCnamesCount() > 0) {
      parts.add("CNAMEs: " + GoString.quote(String.join(",", dns.getCnamesList())));
    }
    return String.join(" ", parts);
  }

  /** An address in its shortest form, the zone kept; anything else as it is. */
  private static String canonical(String address) {
    int zoneAt = address.indexOf('%');
    String plain = zoneAt < 0 ? address : address.substring(0, zoneAt);
    boolean mapped = plain.toLowerCase(Locale.ROOT).startsWith("::ffff:") && plain.contains(".");
    if (mapped || !InetAddresses.isInetAddress(plain)) {
      return Redactor.text(address);
    }
    String zone = zoneAt < 0 ? "" : address.substring(zoneAt);
    return InetAddresses.toAddrString(InetAddresses.forString(plain)) + Redactor.text(zone);
  }
}
