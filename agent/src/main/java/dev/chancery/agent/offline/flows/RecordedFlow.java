package dev.chancery.agent.offline.flows;

import dev.chancery.api.flow.Flow;
import dev.chancery.policy.Location;

/**
 * A flow as it was written down.
 *
 * @param location the line that it came from
 */
public record RecordedFlow(Location location, Flow flow) {}
