package dev.chancery.xds;

/** The state-of-the-world protocol over a unix-domain socket. */
class SotwUnixSocketIT extends SotwBehaviour {
  @Override
  TestServer start(XdsServerBuilder settings) {
    return TestServer.unixSocket(settings);
  }
}
