/* Using a passkey (WebAuthn Level 3), and using it again where the portal asks for that. */
import {Problem, post} from './api.js';

const UNSUPPORTED = new Problem({code: 'SP-BROWSER-UNSUPPORTED', title: 'This browser cannot use passkeys',
  detail: 'Use a current Chrome, Edge, Firefox or Safari, over HTTPS.'});

/** What the browser says when the person, or the device, did not go through with it. */
function cancelled(error) {
  return new Problem({code: 'SP-PASSKEY-CANCELLED', title: 'No passkey was used',
    detail: error.name === 'InvalidStateError'
      ? 'This device already has a passkey for you. Sign in with it.'
      : 'Your device did not confirm it was you. Try again when you are ready.'});
}

async function ask(act) {
  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
    throw UNSUPPORTED;
  }
  try {
    return (await act()).toJSON();
  } catch (error) {
    throw cancelled(error);
  }
}

/** Has the device make a passkey. */
export function created(options) {
  return ask(() => navigator.credentials.create({publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options)}));
}

/** Has the device use one. */
export function used(options) {
  return ask(() => navigator.credentials.get({publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options)}));
}

/** Does it; where the portal wants to know first that it is still the same person, asks them, and does it then. */
export async function confirmed(act) {
  try {
    return await act();
  } catch (problem) {
    if (problem.code !== 'SP-FRESH-SIGN-IN-REQUIRED') {
      throw problem;
    }
  }
  await post('auth/confirmation', await used(await post('auth/confirmation/options')));
  return act();
}
