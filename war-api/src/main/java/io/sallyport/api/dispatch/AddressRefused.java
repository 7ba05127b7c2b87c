package io.sallyport.api.dispatch;

import java.net.UnknownHostException;

/** A name that leads to an address which is never asked. */
class AddressRefused extends UnknownHostException {
  private static final long serialVersionUID = 1L;

  AddressRefused(String host) {
    super(host + " leads to an address that is never asked");
  }
}
