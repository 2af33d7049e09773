package dev.chancery.policy.world;

/** What owns a pod, such as {@code Deployment deathstar}. */
public record Workload(String kind, String name) {}
