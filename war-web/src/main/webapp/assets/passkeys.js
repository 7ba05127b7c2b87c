/* One's own passkeys: adding, renaming, removing. */
import {drive, submit} from './act.js';
import {post, put, remove} from './api.js';
import {confirmed, created} from './ceremony.js';

const API = 'me/passkeys';

for (const form of document.querySelectorAll('form[data-passkey]')) {
  const address = `${API}/${form.dataset.passkey}`;
  submit(form, () => put(address, {name: form.querySelector('input').value}));
  drive(form.querySelector('button[value=remove]'), () => confirmed(() => remove(address)));
}

const adding = document.getElementById('add');
if (adding) {
  submit(adding, async () => {
    const name = document.getElementById('name').value;
    await post(API, await created(await confirmed(() => post(API + '/options', {name}))));
  });
}
