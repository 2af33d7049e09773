package dev.chancery.redaction;

import dev.chancery.redaction.url.Url;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Shows of a request what may be shown.
 *
 * <p>On well-formed input the results are Hubble's, byte for byte. Where Hubble would show what it
 * was told to hide, because a URL does not parse or because a query hides in an escape, this fails
 * closed: what is certain to be a path is shown, what may be a query is not.
 *
 * <p>Thread-safe; the cost is linear in the length of the input; results are valid UTF-8.
 */
public final class Redactor {
  /** What stands in place of a hidden value. */
  public static final String PLACEHOLDER = "HUBBLE_REDACTED";

  /** Headers whose values are URLs, of which only query and password are secret. */
  private static final Set<String> URL_HEADERS =
      Set.of(
          ":authority",
          ":path",
          "content-location",
          "destination",
          "host",
          "link",
          "location",
          "origin",
          "referer",
          "referrer",
          "refresh",
          "x-envoy-original-host",
          "x-envoy-original-path",
          "x-forwarded-host",
          "x-forwarded-path",
          "x-forwarded-uri",
          "x-original-uri",
          "x-original-url",
          "x-rewrite-url");

  private final RedactionOptions options;
  private final Set<String> allowed;
  private final Set<String> denied;

  public Redactor(RedactionOptions options) {
    this.options = options;
    this.allowed = lowerCase(options.httpHeadersAllow());
    this.denied = lowerCase(options.httpHeadersDeny());
  }

  private static Set<String> lowerCase(List<String> names) {
    return names.stream().map(Redactor::lowerCase).collect(Collectors.toUnmodifiableSet());
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** A text that is shown as it is, in a form that protobuf takes. */
  public static String text(String value) {
    return ValidText.of(value);
  }

  /**
   * The URL of a request as it is shown.
   *
   * @param scheme {@code x-forwarded-proto} or {@code :scheme}
   * @param authority {@code :authority}
   * @param path {@code :path}, query included
   */
  public String url(String scheme, String authority, String path) {
    String validScheme = ValidText.of(scheme);
    String validAuthority = ValidText.of(authority);
    String validPath = ValidText.of(path);
    Optional<Url> parsed = Url.parse(validScheme, validAuthority, validPath);
    String shown =
        parsed.isPresent()
            ? redact(parsed.get()).toString()
            : redactRaw(validScheme, validAuthority, validPath).toString();
    return hidesNestedPasswords() ? Masks.passwords(shown) : shown;
  }

  private Url redact(Url url) {
    Url masked = options.hidesPassword() ? url.withPassword(PLACEHOLDER) : url;
    return options.hidesQuery()
        ? masked.withoutQuery().withPath(Masks.query(masked.path()))
        : masked;
  }

  private Url redactRaw(String scheme, String authority, String path) {
    return Url.ofRaw(redactPart(scheme), redactPart(authority), hideQuery(path));
  }

  private String redactPart(String part) {
    return hideQuery(options.hidesPassword() ? Masks.password(part) : part);
  }

  private String hideQuery(String part) {
    return options.hidesQuery() ? Masks.query(part) : part;
  }

  private boolean hidesNestedPasswords() {
    return options.enabled() && options.httpUserInfo();
  }

  /**
   * The value of a header as it is shown: as it is, without the secrets of the URL that it is, or
   * {@link #PLACEHOLDER}.
   *
   * @param name in any case
   */
  public String header(String name, String value) {
    if (!options.enabled()) {
      return ValidText.of(value);
    }
    String key = lowerCase(name);
    boolean shown = denied.isEmpty() ? allowed.contains(key) : !denied.contains(key);
    if (!shown) {
      return PLACEHOLDER;
    }
    String valid = ValidText.of(value);
    return URL_HEADERS.contains(key) ? redactUrlHeader(valid) : valid;
  }

  private String redactUrlHeader(String value) {
    return hideQuery(hidesNestedPasswords() ? Masks.passwords(value) : value);
  }
}
