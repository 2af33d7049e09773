package dev.chancery.policy.parse.cilium;

import com.google.common.collect.ImmutableList;
import dev.chancery.policy.parse.yaml.Schema;
import java.util.List;

/**
 * The fields of each kind of object in a policy.
 *
 * @see <a href="https://docs.cilium.io/en/stable/security/policy/language/">policy language</a>
 */
enum CiliumSchema implements Schema {
  OBJECT("apiVersion kind metadata spec specs status"),
  RULE(
      "endpointSelector nodeSelector ingress ingressDeny egress egressDeny enableDefaultDeny"
          + " labels description log"),
  INGRESS(
      "fromEndpoints fromEntities fromCIDR fromCIDRSet fromNodes fromGroups fromRequires toPorts"
          + " icmps authentication"),
  INGRESS_DENY(
      "fromEndpoints fromEntities fromCIDR fromCIDRSet fromNodes fromGroups fromRequires toPorts"
          + " icmps"),
  EGRESS(
      "toEndpoints toEntities toCIDR toCIDRSet toNodes toGroups toServices toFQDNs toRequires"
          + " toPorts icmps authentication"),
  EGRESS_DENY(
      "toEndpoints toEntities toCIDR toCIDRSet toNodes toGroups toServices toRequires toPorts"
          + " icmps"),
  SELECTOR("matchLabels matchExpressions"),
  EXPRESSION("key operator values"),
  CIDR_SET("cidr except cidrGroupRef cidrGroupSelector"),
  SERVICE("k8sService k8sServiceSelector"),
  NAMED_SERVICE("serviceName namespace"),
  SELECTED_SERVICES("selector namespace"),
  FQDN("matchName matchPattern"),
  GROUP("aws"),
  AWS_GROUP("labels securityGroupsIds securityGroupsNames region"),
  AUTHENTICATION("mode"),
  PORT_RULE("ports rules terminatingTLS originatingTLS serverNames listener"),
  PORT_DENY_RULE("ports"),
  PORT("port endPort protocol"),
  TLS("secret trustedCA certificate privateKey"),
  LISTENER("envoyConfig name priority"),
  ENVOY_CONFIG("kind name"),
  L7_RULES("http dns kafka l7 l7proto"),
  HTTP_RULE("method path host headers headerMatches"),
  HEADER_MATCH("name value secret mismatch"),
  SECRET("namespace name"),
  DNS_RULE("matchName matchPattern"),
  KAFKA_RULE("role apiKey apiVersion clientID topic"),
  ICMP_RULE("fields"),
  ICMP_FIELD("family type"),
  DEFAULT_DENY("ingress egress"),
  LABEL("key value source"),
  LOG("value");

  private final ImmutableList<String> fields;

  CiliumSchema(String fields) {
    this.fields = ImmutableList.copyOf(fields.split(" "));
  }

  @Override
  public List<String> fields() {
    return fields;
  }
}
