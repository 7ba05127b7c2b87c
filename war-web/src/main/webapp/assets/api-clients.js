/* The programs that may call the API: letting in, changing keys, removing. */
import {drive} from './act.js';
import {Problem, post, remove, show} from './api.js';
import {confirmed} from './ceremony.js';

const API = 'api-clients';

const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** The public key that was pasted. A private one never leaves the browser; nor does what is no key. */
function pasted(text) {
  let key = null;
  try {
    key = JSON.parse(text);
  } catch {
    // Told below.
  }
  if (/PRIVATE KEY/.test(text) || PRIVATE.some(member => Object.hasOwn(key ?? {}, member))) {
    throw new Problem({code: 'SP-API-KEY-PRIVATE', title: 'This is a private key, which nobody but the program may have',
      detail: 'It was not sent, but treat it as leaked: make a new key and paste its public half only.'});
  }
  if (typeof key?.kty !== 'string') {
    throw new Problem({code: 'SP-API-KEY-INVALID', title: 'The key cannot be used',
      detail: 'Paste one public JWK: a JSON object that names kty.'});
  }
  return key;
}

/** Does what a button says, shows why not, or shows the page anew. */
async function act(button, what) {
  show(null);
  button.disabled = true;
  try {
    await what();
    location.reload();
  } catch (problem) {
    show(problem);
    button.disabled = false;
  }
}

for (const card of document.querySelectorAll('.program')) {
  const path = `${API}/${card.dataset.program}`;
  for (const button of card.querySelectorAll('button[data-key]')) {
    button.disabled = false;
    button.addEventListener('click', () => act(button, () => confirmed(() => remove(`${path}/keys/${button.dataset.key}`))));
  }
  const rotating = card.querySelector('form.rotate');
  if (rotating) {
    const button = rotating.querySelector('button');
    button.disabled = false;
    rotating.addEventListener('submit', event => {
      event.preventDefault();
      act(button, () => {
        const jwk = pasted(rotating.querySelector('textarea').value);
        return confirmed(() => post(path + '/keys', jwk));
      });
    });
  }
  const gone = card.querySelector('button[value=remove]');
  if (gone) {
    drive(gone, () => confirmed(() => remove(path)));
  }
}

const adding = document.getElementById('add');
if (adding) {
  const field = id => document.getElementById(id);
  const button = adding.querySelector('button');
  const isPublished = () => adding.querySelector('input[name=source]:checked').value === 'published';
  const turn = () => {
    field('published').hidden = !isPublished();
    field('pasted').hidden = isPublished();
    field('jwks-url').required = isPublished();
    field('jwk').required = !isPublished();
  };
  adding.querySelectorAll('input[name=source]').forEach(choice => choice.addEventListener('change', turn));
  turn();
  button.disabled = false;
  adding.addEventListener('submit', event => {
    event.preventDefault();
    act(button, () => {
      const keys = isPublished() ? {jwksUrl: field('jwks-url').value.trim()} : {keys: [pasted(field('jwk').value)]};
      const scopes = [...adding.querySelectorAll('#scopes input:checked')].map(box => box.value);
      return confirmed(() => post(API, {name: field('name').value, scopes, ...keys}));
    });
  });
}
