/* One's own passkeys: adding, renaming, removing. */
import {post, put, remove, show} from './api.js';
import {confirmed, created} from './ceremony.js';

const API = 'me/passkeys';

async function add() {
  const name = document.getElementById('name').value;
  await post(API, await created(await confirmed(() => post(API + '/options', {name}))));
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

for (const form of document.querySelectorAll('form[data-passkey]')) {
  const id = form.dataset.passkey;
  const [rename, gone] = ['rename', 'remove'].map(each => form.querySelector(`button[value=${each}]`));
  [rename, gone].forEach(button => { button.disabled = false; });
  form.addEventListener('submit', event => {
    event.preventDefault();
    act(rename, () => put(`${API}/${id}`, {name: form.querySelector('input').value}));
  });
  gone.addEventListener('click', () => act(gone, () => confirmed(() => remove(`${API}/${id}`))));
}

const adding = document.getElementById('add');
if (adding) {
  const button = adding.querySelector('button');
  button.disabled = false;
  adding.addEventListener('submit', event => {
    event.preventDefault();
    act(button, add);
  });
}
