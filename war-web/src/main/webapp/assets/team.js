/* One's company's people: inviting, changing roles, removing. */
import {drive, submit} from './act.js';
import {post, put, remove} from './api.js';
import {confirmed} from './ceremony.js';

const API = 'team';

for (const form of document.querySelectorAll('form[data-role-of]')) {
  submit(form, () => confirmed(() => put(`${API}/${form.dataset.roleOf}/role`, {role: form.querySelector('select').value})));
}
for (const button of document.querySelectorAll('button[data-remove]')) {
  drive(button, () => confirmed(() => remove(`${API}/${button.dataset.remove}`)));
}
for (const button of document.querySelectorAll('button[data-withdraw]')) {
  drive(button, () => remove(`${API}/invitations/${button.dataset.withdraw}`));
}

for (const form of document.querySelectorAll('form[data-recovery-of]')) {
  submit(form, () => confirmed(() => post(`${API}/${form.dataset.recoveryOf}/recovery`, {code: form.querySelector('input').value})));
}

const inviting = document.getElementById('invite');
if (inviting) {
  const name = document.getElementById('invite-name');
  submit(inviting,
    () => confirmed(() => post(`${API}/invitations`, {name: name.value, role: document.getElementById('invite-role').value,
      mail: document.getElementById('invite-mail')?.value})),
    ({link, mailed}) => {
      document.getElementById('invited-name').textContent = name.value;
      document.getElementById('invited-mailed').textContent = mailed ? 'It was sent by mail, too.'
        : document.getElementById('invite-mail')?.value ? 'No mail could be sent.' : '';
      document.getElementById('invitation-link').textContent = link;
      document.getElementById('invited').hidden = false;
      document.getElementById('no-invitations')?.remove();
      inviting.reset();
    });
}
