/* The company's own nodes: adding, codes to enrol them, revoking. */
import {post, remove, show} from './api.js';
import {confirmed} from './ceremony.js';

const API = 'on-premise-nodes';
const field = id => document.getElementById(id);

/** Shows a code, once: nobody can see it again. */
function enrolling({code, until}) {
  field('command').textContent = `bin/enroll --portal ${location.origin} --code`;
  field('code').textContent = code;
  field('until').textContent = new Date(until).toLocaleTimeString();
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
  const [code, revoke, sure, keep] = ['[value=code]', '[value=revoke]', '.sure', '[value=keep]'].map(each => card.querySelector(each));
  if (!code) {
    continue;
  }
  code.disabled = revoke.disabled = false;
  code.addEventListener('click', () => act(code, async () => enrolling(await confirmed(() => post(path + '/codes', {})))));
  const ask = asked => {
    sure.hidden = keep.hidden = !asked;
    revoke.textContent = asked ? 'Revoke for good' : 'Revoke';
  };
  revoke.addEventListener('click', () => {
    if (sure.hidden) {
      ask(true);
    } else {
      act(revoke, async () => {
        await confirmed(() => remove(path));
        location.reload();
      });
    }
  });
  keep.addEventListener('click', () => ask(false));
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
