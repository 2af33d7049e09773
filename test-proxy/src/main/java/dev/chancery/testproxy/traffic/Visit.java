package dev.chancery.testproxy.traffic;

/**
 * One connection at a listener, as {@code cilium.bpf_metadata} describes it to the filters (§5.1).
 *
 * @param policyName address of the pod whose policy holds
 * @param sourceId identity of the source
 * @param destinationId identity of the destination; 0 under ingress policy
 */
record Visit(
    Passage passage, Way way, String policyName, int sourceId, int destinationId, int proxyId) {}
