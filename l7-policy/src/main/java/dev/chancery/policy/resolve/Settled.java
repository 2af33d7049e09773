package dev.chancery.policy.resolve;

import dev.chancery.policy.model.PeerSelector;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.world.Endpoint;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The policy of an endpoint and all that it was made of.
 *
 * @param lastGood the rules that last bound the endpoint without a conflict; empty where none ever
 *     did
 * @param asked the selectors that the policy was made with
 */
record Settled(
    Endpoint endpoint,
    EndpointPolicy policy,
    Optional<Conflict> conflict,
    Optional<List<Rule>> lastGood,
    Set<PeerSelector> asked,
    Needs needs) {}
