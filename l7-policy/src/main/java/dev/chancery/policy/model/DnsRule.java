package dev.chancery.policy.model;

import dev.chancery.policy.Provenance;
import java.util.Optional;

/** One element of {@code rules.dns}: a name, or a pattern of names; one of the two is there. */
public record DnsRule(
    Optional<String> matchName, Optional<String> matchPattern, Provenance origin) {}
