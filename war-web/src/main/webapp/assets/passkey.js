/* Registration and sign-in with a passkey (WebAuthn Level 3). */
import {post, show} from './api.js';
import {created, used} from './ceremony.js';

async function register() {
  const options = await post('auth/registration/options', {
    company: document.getElementById('company').value,
    person: document.getElementById('person').value,
  });
  return post('auth/registration', await created(options));
}

async function join() {
  const options = await post('auth/join/options', {code: document.getElementById('code').value.trim()});
  return post('auth/join', await created(options));
}

async function signIn() {
  return post('auth/sign-in', await used(await post('auth/sign-in/options')));
}

/** Where to go next: back to a page that is theirs, never elsewhere. */
function next({roles}) {
  const wanted = new URLSearchParams(location.search).get('next') ?? '';
  const places = [['portal', 'connections', /^tenant-/], ['vault', '', /^key-custodian$/], ['staff', '', /^(?!tenant-)/], ['me', '', /./]];
  const open = places.filter(([, , whose]) => roles.some(role => whose.test(role)));
  const back = open.some(([place]) => new RegExp(`^/${place}/[a-z-]*(\\?[\\w=&%.~*+-]*)?$`).test(wanted));
  return back ? wanted : `/${open[0][0]}/${open[0][1]}`;
}

function drive(form, act) {
  const button = form.querySelector('button');
  button.disabled = false;
  form.addEventListener('submit', async event => {
    event.preventDefault();
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
