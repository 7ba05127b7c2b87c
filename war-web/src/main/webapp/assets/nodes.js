/* The company's own nodes: adding, codes to enrol them, revoking. */
import {drive} from './act.js';
import {post, remove, show, time} from './api.js';
import {confirmed} from './ceremony.js';

const API = 'on-premise-nodes';
const field = id => document.getElementById(id);

/** Shows a code, once: nobody can see it again. */
function enrolling({code, until}) {
  field('command').textContent = `bin/enroll --portal ${location.origin} --code`;
  field('code').textContent = code;
  field('until').textContent = time(until);
  document.querySelector('.empty')?.remove();
  field('enrolling').hidden = false;
  field('enrolling').scrollIntoView({block: 'center'});
}

async function act(button, what) {
  show(null);
  button.disabled = true;
  try {
    await what();
  } catch (problem) {
    show(problem);
  }
  button.disabled = false;
}

for (const card of document.querySelectorAll('.node')) {
  const path = `${API}/${card.dataset.node}`;
  const [code, revoke] = ['[value=code]', '[value=revoke]'].map(each => card.querySelector(each));
  if (!code) {
    continue;
  }
  code.disabled = false;
  code.addEventListener('click', () => act(code, async () => enrolling(await confirmed(() => post(path + '/codes', {})))));
  drive(revoke, () => confirmed(() => remove(path)));
}

const adding = field('add');
if (adding) {
  const button = adding.querySelector('button');
  button.disabled = false;
  adding.addEventListener('submit', event => {
    event.preventDefault();
    act(button, async () => {
      enrolling(await confirmed(() => post(API, {name: field('name').value})));
      field('name').value = '';
    });
  });
}

field('done').addEventListener('click', () => location.reload());
