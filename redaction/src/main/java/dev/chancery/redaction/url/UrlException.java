package dev.chancery.redaction.url;

/** Not a URL. The message carries no part of the text. */
final class UrlException extends Exception {
  UrlException(String message) {
    super(message, null, false, false);
  }
}
