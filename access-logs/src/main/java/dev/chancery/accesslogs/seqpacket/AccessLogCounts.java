package dev.chancery.accesslogs.seqpacket;

/**
 * What came through the access-log socket since its start: {@code received = decoded + truncated +
 * malformed}. What the queue behind it dropped is among the decoded.
 *
 * @param received packets
 * @param decoded records handed to the queue
 * @param truncated packets longer than the buffer
 * @param malformed packets that are no record, or of a protocol that is not known here
 * @param openClients connections now
 * @param totalClients connections taken
 * @param refusedClients connections closed at once: of another user
 * @param droppedClients connections closed for newer ones, there being too many
 */
public record AccessLogCounts(
    long received,
    long decoded,
    long truncated,
    long malformed,
    long openClients,
    long totalClients,
    long refusedClients,
    long droppedClients) {}
