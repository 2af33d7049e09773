package dev.chancery.testproxy.policy;

import java.util.List;

/**
 * What {@code cilium.l7policy} does with a request: lets it on, or answers 403.
 *
 * @param allowed whether it goes on
 * @param reason which part of the policy decided
 * @param forwarded the request with the changes of {@code header_matches}; also where it is denied
 * @param missing what the log says was not there; values of secrets are {@code [redacted]}
 * @param rejected what the log says should not have been there; likewise
 */
public record HttpVerdict(
    boolean allowed,
    String reason,
    HttpCall forwarded,
    List<Header> missing,
    List<Header> rejected) {
  public HttpVerdict {
    missing = List.copyOf(missing);
    rejected = List.copyOf(rejected);
  }
}
