package dev.chancery.flows.print;

/**
 * What to print of an entry.
 *
 * @param times how points in time look, except in JSON
 * @param colors whether compact and dict lines carry terminal colours
 * @param names whether pods, services and DNS names stand for addresses
 * @param nodes whether the node is printed
 * @param policies whether verdicts of policies name the policies
 * @param debug whether nodes that connect or leave are told
 */
public record PrintOptions(
    OutputFormat format,
    TimeLayout times,
    boolean colors,
    boolean names,
    boolean nodes,
    boolean policies,
    boolean debug) {}
