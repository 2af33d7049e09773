package dev.chancery.policy.model;

/**
 * Names a Kubernetes Secret.
 *
 * @param namespace empty where none is written
 */
public record SecretRef(String namespace, String name) {}
