package dev.chancery.flows.ring;

/** A namespace of a cluster; the cluster is empty where it is not known. */
public record SeenNamespace(String cluster, String namespace) {}
