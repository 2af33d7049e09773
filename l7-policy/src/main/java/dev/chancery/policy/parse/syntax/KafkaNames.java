package dev.chancery.policy.parse.syntax;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What rules for Kafka may name.
 *
 * @see <a href="https://kafka.apache.org/protocol#protocol_api_keys">keys of Kafka's API</a>
 */
public final class KafkaNames {
  private static final Set<String> ROLES = Set.of("produce", "consume");

  /** Those numbered 0 to 33. */
  private static final Set<String> API_KEYS =
      Set.of(
          ("produce fetch offsets metadata leaderandisr stopreplica updatemetadata"
                  + " controlledshutdown offsetcommit offsetfetch findcoordinator joingroup"
                  + " heartbeat leavegroup syncgroup describegroups listgroups saslhandshake"
                  + " apiversions createtopics deletetopics deleterecords initproducerid"
                  + " offsetforleaderepoch addpartitionstotxn addoffsetstotxn endtxn"
                  + " writetxnmarkers txnoffsetcommit describeacls createacls deleteacls"
                  + " describeconfigs alterconfigs")
              .split(" "));

  private static final Pattern TOPIC = Pattern.compile("[-a-zA-Z0-9._]+");
  private static final Pattern VERSION = Pattern.compile("\\+?0*[0-9]{1,5}");

  private KafkaNames() {}

  /** In any case of letters. */
  public static boolean isRole(String text) {
    return ROLES.contains(text.toLowerCase(Locale.ROOT));
  }

  /** In any case of letters. */
  public static boolean isApiKey(String text) {
    return API_KEYS.contains(text.toLowerCase(Locale.ROOT));
  }

  /** A decimal number of 16 bits with a sign, not below 0. */
  public static boolean isVersion(String text) {
    return text.length() <= 64
        && VERSION.matcher(text).matches()
        && new java.math.BigInteger(text).bitLength() < Short.SIZE;
  }

  public static boolean isTopic(String text) {
    return TOPIC.matcher(text).matches();
  }
}
