/* Registration and sign-in with a passkey (WebAuthn Level 3). */
import {Problem, post, show} from './api.js';

const UNSUPPORTED = new Problem({code: 'SP-BROWSER-UNSUPPORTED', title: 'This browser cannot use passkeys',
  detail: 'Use a current Chrome, Edge, Firefox or Safari, over HTTPS.'});

/** What the browser says when the person, or the device, did not go through with it. */
function cancelled(error) {
  return new Problem({code: 'SP-PASSKEY-CANCELLED', title: 'No passkey was used',
    detail: error.name === 'InvalidStateError'
      ? 'This device already has a passkey for you. Sign in with it.'
      : 'Your device did not confirm it was you. Try again when you are ready.'});
}

async function ceremony(act) {
  try {
    return await act();
  } catch (error) {
    throw cancelled(error);
  }
}

async function register() {
  const options = await post('auth/registration/options', {
    company: document.getElementById('company').value,
    person: document.getElementById('person').value,
  });
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const credential = await ceremony(() => navigator.credentials.create({publicKey}));
  return post('auth/registration', credential.toJSON());
}

async function join() {
  const options = await post('auth/join/options', {code: document.getElementById('code').value.trim()});
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const credential = await ceremony(() => navigator.credentials.create({publicKey}));
  return post('auth/join', credential.toJSON());
}

async function signIn() {
  const options = await post('auth/sign-in/options');
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const credential = await ceremony(() => navigator.credentials.get({publicKey}));
  return post('auth/sign-in', credential.toJSON());
}

/** Where to go next: back to a page that is theirs, never elsewhere. */
function next({role}) {
  const wanted = new URLSearchParams(location.search).get('next') ?? '';
  if (role === 'key-custodian') {
    return /^\/vault\/[a-z]*$/.test(wanted) ? wanted : '/vault/';
  }
  return /^\/portal\/[a-z]+$/.test(wanted) ? wanted : '/portal/connections';
}

function drive(form, act) {
  const button = form.querySelector('button');
  button.disabled = false;
  form.addEventListener('submit', async event => {
    event.preventDefault();
    if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
      show(UNSUPPORTED);
      return;
    }
    show(null);
    button.disabled = true;
    try {
      location.assign(next(await act()));
    } catch (problem) {
      show(problem);
      button.disabled = false;
    }
  });
}

const registration = document.getElementById('register');
if (registration) {
  drive(registration, register);
}
const signing = document.getElementById('sign-in');
if (signing) {
  drive(signing, signIn);
}
const joining = document.getElementById('join');
if (joining) {
  // The code stands behind the # so that it never reaches a server's log; nor does it stay in the history.
  document.getElementById('code').value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, '', location.pathname);
  drive(joining, join);
}
