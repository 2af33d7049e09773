package dev.chancery.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Every kind of warning about a policy or a manifest. The text is stable: people silence by it.
 *
 * @see Problem#code()
 */
public enum WarningCode {
  QUERY_STRING(
      "query-string",
      "A path has no room for a query string",
      "The pattern has to match the whole path, and what follows the ? is part of it. Put"
          + " (\\?.*)? at the end where clients may send a query."),
  GET_WITHOUT_HEAD(
      "get-without-head",
      "GET is allowed and HEAD is not",
      "Probes, caches and download tools ask with HEAD first. Write GET|HEAD, or a rule for HEAD."),
  HOST_DOT(
      "host-dot",
      "An unescaped dot in a host",
      "A host is a pattern, in which a dot stands for any character: other names get in too. Put"
          + " a backslash before each dot."),
  HEADER_PATTERN(
      "header-pattern",
      "A header value looks like a pattern",
      "The value is compared as it stands. Where a pattern is meant, annotate the policy with"
          + " chancery.dev/header-values: regex."),
  PROXY_HEADER(
      "proxy-header",
      "A header that the proxy sets or takes away",
      "Envoy sets, overwrites or strips it before policy sees it, so that what a client sends does"
          + " not decide. Demand a header that only clients send."),
  PREFIX_MEANT(
      "prefix-meant",
      "A path that looks like a prefix is matched whole",
      "The pattern has to match the whole path. Put .* at the end where all that begins so is"
          + " meant."),
  FQDN_WITHOUT_DNS(
      "fqdn-without-dns",
      "toFQDNs without a DNS rule for the names",
      "Addresses of a name are learnt from the answers to DNS queries that pass the proxy. Some"
          + " policy that selects the same pods needs a rule to their DNS server with rules.dns"
          + " that lets them ask for these names."),
  DNS_LABEL(
      "dns-label",
      "A star stands for one label of a cluster name",
      "A service's name is service.namespace.svc.cluster.local: two labels before svc. Write"
          + " *.*.svc.cluster.local for all services, or *.NAMESPACE.svc.cluster.local for those"
          + " of one namespace."),
  SELECTS_NOTHING(
      "selects-nothing",
      "A selector selects nothing now",
      "No pod that is known has these labels. Check the spelling, the source of the key and the"
          + " namespace; a peer selector without a namespace means the policy's own."),
  POINTLESS(
      "pointless",
      "Another rule makes this one pointless",
      "Rules only add to each other, and a deny wins over every allow. Remove this rule, or"
          + " narrow the other."),
  CUTS_DNS(
      "cuts-dns",
      "The policy cuts pods off from kube-dns",
      "An egress rule turns default deny on for whatever it selects. Allow port 53, UDP and TCP,"
          + " to the pods of kube-dns in kube-system."),
  DOTTED_SOURCE(
      "dotted-source",
      "A label key has a dot where a colon was meant",
      "The source stands before a colon: k8s:io.kubernetes.pod.namespace. With a dot it is part of"
          + " the key, which no pod has."),
  UNKNOWN_GROUP(
      "unknown-group",
      "A CiliumCIDRGroup that does not exist",
      "The reference selects nobody until there is a group of that name or with such labels."),
  NAMESPACE_OVERRIDDEN(
      "namespace-overridden",
      "A namespace in the subject gives way to the policy's own",
      "A namespaced policy selects within its own namespace. Remove the label, or put the policy"
          + " into the other namespace."),
  SELECTS_NOBODY(
      "selects-nobody",
      "An empty list of peers",
      "An empty list selects nobody. Leave the field out to mean everybody, or write {} to mean"
          + " all pods of the namespace."),
  NO_PORTS(
      "no-ports",
      "An element of toPorts without ports",
      "It opens nothing. Name the ports, or leave toPorts out to mean all of them."),
  NON_ASCII_PATTERN(
      "non-ascii-pattern",
      "A pattern with characters outside ASCII",
      "Patterns match bytes, and such a character is several of them: a dot stands for one byte,"
          + " not for one character."),
  NO_LISTS(
      "no-lists",
      "A rule without ingress and egress",
      "It selects pods and says nothing about them; Cilium 1.19 refuses it. Remove it."),
  SECRET_UNUSED(
      "secret-unused",
      "A header value beside a secret",
      "The value is used and the secret is not. Remove one of the two."),
  NAMES_NOT_LEARNT(
      "names-not-learnt",
      "toFQDNs on a data plane that learns no names",
      "The rule selects nobody. Name the addresses with toCIDR where they are known."),
  PEERS_NOT_KNOWN(
      "peers-not-known",
      "Nodes or the API server as peers on a data plane that does not know them",
      "The rule selects none of them. Name their addresses with CIDR rules."),
  PORT_NAME_DISAGREED(
      "port-name-disagreed",
      "A named port on egress that pods give different numbers",
      "The rule has no effect, as in Cilium. Write the number."),
  DNS_NOT_ENFORCED(
      "dns-not-enforced",
      "DNS rules on a data plane that does not enforce them",
      "The ports are open for every name."),
  LEFT_TO_DATAPATH(
      "left-to-datapath",
      "Rules that only the datapath enforces",
      "They are about peers and ports alone, and no redirect leads to the proxy. See that whoever"
          + " owns the datapath has them too, default deny included."),
  TWIN(
      "twin",
      "A policy without its L7 rules",
      "It is a twin, made for a cluster whose L7 rules Chancery enforces, and lets in what they"
          + " would deny. Give Chancery the policy that it was made of."),
  LOG_NOT_SHOWN(
      "log-not-shown",
      "A log text that flows do not show",
      "The rule is enforced; its text appears nowhere."),
  UNUSED_KIND("kind", "An object of a kind that is not used", "The document has no effect here.");

  private final String text;
  private final String title;
  private final String help;

  WarningCode(String text, String title, String help) {
    this.text = text;
    this.title = title;
    this.help = help;
  }

  /** Such as {@code query-string}. */
  public String text() {
    return text;
  }

  /** One short phrase. */
  public String title() {
    return title;
  }

  /** What it means and what to do. */
  public String help() {
    return help;
  }

  public static Optional<WarningCode> of(String text) {
    return Arrays.stream(values()).filter(c -> c.text.equals(text)).findFirst();
  }

  /** All of {@link #text}. */
  public static List<String> texts() {
    return Arrays.stream(values()).map(WarningCode::text).toList();
  }
}
