package dev.chancery.policy.dns;

/**
 * One label of a pattern, in which a star is any number of characters of a label.
 *
 * <p>Stars are tried as short as they can be: where what stands behind one does not fit, the star
 * takes one character more. As a star never leaves its label, going back to an earlier star would
 * find nothing that going back to the last does not: the time is at most the product of the
 * lengths.
 */
final class LabelGlob {
  private LabelGlob() {}

  static boolean matches(String glob, String label) {
    int g = 0;
    int l = 0;
    int behindStar = -1;
    int starEnd = 0;
    while (l < label.length()) {
      if (g < glob.length() && glob.charAt(g) == '*') {
        behindStar = ++g;
        starEnd = l;
      } else if (g < glob.length() && glob.charAt(g) == label.charAt(l)) {
        g++;
        l++;
      } else if (behindStar >= 0 && DnsName.isLabelCharacter(label.charAt(starEnd))) {
        g = behindStar;
        l = ++starEnd;
      } else {
        return false;
      }
    }
    return glob.substring(g).chars().allMatch(c -> c == '*');
  }
}
