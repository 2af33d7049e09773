package dev.chancery.policy.lint;

import dev.chancery.policy.Provenance;
import dev.chancery.policy.label.Selector;
import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.model.Subject;
import java.util.stream.Stream;

/**
 * A selector of labels, and where it is written.
 *
 * @param path of the subject or of the entry of the peer list
 */
record SelectorPlace(Selector selector, Provenance near, String path) {
  /** The subjects and the peers of a policy, in order. */
  static Stream<SelectorPlace> of(Policy policy) {
    return policy.rules().stream()
        .flatMap(
            rule ->
                Stream.concat(
                    subject(policy, rule),
                    PeerPlace.of(policy, rule).flatMap(SelectorPlace::peer)));
  }

  private static Stream<SelectorPlace> subject(Policy policy, Rule rule) {
    Selector selector =
        rule.subject() instanceof Subject.Endpoints endpoints
            ? endpoints.selector()
            : ((Subject.Nodes) rule.subject()).selector();
    return Stream.of(
        new SelectorPlace(selector, rule.origin(), PeerPlace.subjectPath(policy, rule)));
  }

  private static Stream<SelectorPlace> peer(PeerPlace peer) {
    return peer.selector() instanceof PeerSelector.Endpoints endpoints
        ? Stream.of(new SelectorPlace(endpoints.selector(), peer.element().origin(), peer.path()))
        : Stream.of();
  }
}
