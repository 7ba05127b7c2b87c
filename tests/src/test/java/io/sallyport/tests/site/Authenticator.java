package io.sallyport.tests.site;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import java.util.ArrayList;
import java.util.List;

/** Chromium's virtual authenticator, which verifies its user at once. */
public final class Authenticator {
  private final CDPSession devTools;
  private String id;

  Authenticator(CDPSession devTools) {
    this.devTools = devTools;
    devTools.send("WebAuthn.enable");
    plugIn();
  }

  private void plugIn() {
    JsonObject options = new JsonObject();
    options.addProperty("protocol", "ctap2");
    options.addProperty("transport", "internal");
    options.addProperty("hasResidentKey", true);
    options.addProperty("hasUserVerification", true);
    options.addProperty("isUserVerified", true);
    options.addProperty("automaticPresenceSimulation", true);
    JsonObject parameters = new JsonObject();
    parameters.add("options", options);
    id =
        devTools
            .send("WebAuthn.addVirtualAuthenticator", parameters)
            .get("authenticatorId")
            .getAsString();
  }

  /** What is on it, private keys included. */
  public List<JsonObject> passkeys() {
    List<JsonObject> passkeys = new ArrayList<>();
    for (JsonElement each :
        devTools.send("WebAuthn.getCredentials", own()).getAsJsonArray("credentials")) {
      passkeys.add(each.getAsJsonObject());
    }
    return passkeys;
  }

  /** Takes another one, with these on it, in its place. */
  public void replace(List<JsonObject> passkeys) {
    devTools.send("WebAuthn.removeVirtualAuthenticator", own());
    plugIn();
    for (JsonObject passkey : passkeys) {
      JsonObject parameters = own();
      parameters.add("credential", passkey);
      devTools.send("WebAuthn.addCredential", parameters);
    }
  }

  private JsonObject own() {
    JsonObject parameters = new JsonObject();
    parameters.addProperty("authenticatorId", id);
    return parameters;
  }
}
