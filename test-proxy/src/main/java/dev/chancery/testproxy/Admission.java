package dev.chancery.testproxy;

import dev.chancery.testproxy.policy.Connection;
import dev.chancery.testproxy.policy.Verdict;

/**
 * What the filters make of an accepted connection (§5.1).
 *
 * @param connection as policies judge it
 * @param sourceIdentity identity of the client
 * @param destinationIdentity identity of the server; 0 for ingress, as in the log (§7.3)
 * @param hasServer whether the original destination is known; without it the answer is 503 (gotcha
 *     9)
 * @param verdict of {@code cilium.network}; allowed where the chain has no such filter
 */
public record Admission(
    Connection connection,
    long sourceIdentity,
    long destinationIdentity,
    boolean hasServer,
    Verdict verdict) {}
