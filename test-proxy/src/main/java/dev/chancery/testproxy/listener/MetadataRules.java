package dev.chancery.testproxy.listener;

import com.google.common.net.InetAddresses;
import dev.chancery.api.cilium.BpfMetadata;
import dev.chancery.testproxy.wire.Rejected;

/** What {@code cilium.bpf_metadata} demands of its own configuration (§5.1). */
final class MetadataRules {
  private static final String NAME = "cilium.bpf_metadata: ";

  private MetadataRules() {}

  static void check(BpfMetadata metadata, Surroundings around) throws Rejected {
    around.audit().unknownFields(metadata);
    if (Integer.compareUnsigned(metadata.getProxyId(), 65535) > 0) {
      throw Rejected.constraint(
          10, "BpfMetadataValidationError.ProxyId", "value must be less than or equal to 65535");
    }
    if (metadata.getIsL7Lb() && metadata.getIsIngress()) {
      throw new Rejected(10, NAME + "is_l7lb may not be set with is_ingress");
    }
    family(metadata.getIpv4SourceAddress(), 4);
    family(metadata.getIpv6SourceAddress(), 16);
    if (!around.clusters().contains("xds-grpc-cilium")) {
      throw new Rejected(
          2, "Unknown gRPC client cluster 'xds-grpc-cilium' for the policy subscription");
    }
    if (IdentitySource.of(metadata, around.generation(), around.ipcache()) == IdentitySource.NONE) {
      around
          .audit()
          .note(
              1,
              "no source of identities on "
                  + around.generation().release()
                  + ": bpf_root '"
                  + metadata.getBpfRoot()
                  + "', use_nphds "
                  + metadata.getUseNphds());
    }
  }

  private static void family(String address, int bytes) throws Rejected {
    if (address.isEmpty()) {
      return;
    }
    if (!InetAddresses.isInetAddress(address)
        || InetAddresses.forString(address).getAddress().length != bytes) {
      throw new Rejected(
          10,
          NAME
              + "ipv"
              + (bytes == 4 ? 4 : 6)
              + "_source_address is not an IPv"
              + (bytes == 4 ? 4 : 6)
              + " address: "
              + address);
    }
  }
}
