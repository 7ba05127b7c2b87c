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

/** On this channel a window says that the person has been to their company's identity provider. */
export const CONFIRMED = 'sallyport.confirmed';

const PATIENCE = 5 * 60 * 1000;

/** Has the company's identity provider ask the person, in a window of its own: this page keeps what is on it. */
async function askedByCompany(location) {
  const channel = new BroadcastChannel(CONFIRMED);
  try {
    await new Promise((resolve, reject) => {
      channel.onmessage = resolve;
      setTimeout(() => reject(new Problem({code: 'SP-SSO-CANCELLED', title: 'Nobody confirmed that it is you',
        detail: 'Try again, and sign in with your company in the window that opens.'})), PATIENCE);
      // COOP cuts the window off from this page; the channel, which belongs to the portal alone, does not need it.
      window.open(location, '_blank', 'popup,width=520,height=720');
    });
  } finally {
    channel.close();
  }
}

/** The person shows again who they are: with a passkey, or at their company's identity provider. */
export async function confirm() {
  const company = await post('auth/sso/confirmation');
  if (company) {
    await askedByCompany(company.location);
  } else {
    await post('auth/confirmation', await used(await post('auth/confirmation/options')));
  }
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
  await confirm();
  return act();
}
