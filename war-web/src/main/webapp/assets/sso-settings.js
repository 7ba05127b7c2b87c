/* A company's own sign-on: its settings, its test, its domain. */
import {drive as press} from './act.js';
import {post, put, remove, show} from './api.js';
import {confirmed} from './ceremony.js';

const API = 'sso/provider';
const field = id => document.getElementById(id);

/** Does what a button says, asking the person who they are where that is wanted; shows why not. */
async function act(button, what) {
  show(null);
  button.disabled = true;
  try {
    await confirmed(what);
  } catch (problem) {
    show(problem);
    button.disabled = false;
    mark(problem.parameter);
    return;
  }
  location.reload();
}

function mark(parameter) {
  const fields = {issuer: 'issuer', clientId: 'client-id', domain: 'domain', rolesClaim: 'roles-claim', roles: 'roles', defaultRole: 'default-role'};
  for (const [name, id] of Object.entries(fields)) {
    field(id).setAttribute('aria-invalid', String(name === parameter));
  }
}

/** The role for each value of the claim. Where a value stands twice, the role that may do more counts. */
function roles() {
  const mapped = {};
  for (const area of [...document.querySelectorAll('#roles textarea')].reverse()) {
    for (const value of area.value.split('\n').map(line => line.trim()).filter(line => line)) {
      mapped[value] = area.dataset.role;
    }
  }
  return mapped;
}

const settings = field('settings');
field('default-role').value = field('default-role').dataset.chosen;
if (!field('off')) {
  const save = settings.querySelector('button');
  save.disabled = false;
  settings.addEventListener('submit', event => {
    event.preventDefault();
    act(save, () => put(API, {
      issuer: field('issuer').value,
      clientId: field('client-id').value,
      domain: field('domain').value,
      rolesClaim: field('roles-claim').value,
      roles: roles(),
      defaultRole: field('default-role').value,
    }));
  });
}

/** Wires a button that only some states of the page have. */
function drive(id, what) {
  const button = field(id);
  if (button) {
    button.disabled = false;
    button.addEventListener('click', () => what(button));
  }
}

drive('check', button => act(button, () => post(API + '/domain-verification')));
const gone = field('remove');
if (gone) {
  press(gone, () => confirmed(() => remove(API)));
}
drive('force', button => act(button, () => put(API + '/forced', {forced: button.dataset.forced === 'true'})));
drive('test', async button => {
  show(null);
  button.disabled = true;
  try {
    location.assign((await confirmed(() => post(API + '/test'))).location);
  } catch (problem) {
    show(problem);
    button.disabled = false;
  }
});

function fact(name, value) {
  if (value) {
    const term = document.createElement('dt');
    term.textContent = name;
    const what = document.createElement('dd');
    what.textContent = value;
    field('tested-facts').append(term, what);
  }
}

// What a test found came back with this very window, and is shown once.
const found = JSON.parse(sessionStorage.getItem('sallyport.tested') ?? 'null');
sessionStorage.removeItem('sallyport.tested');
if (found && location.hash === '#tested') {
  history.replaceState(null, '', location.pathname);
  field('tested-state').textContent = found.passed ? 'passed' : 'failed';
  field('tested-state').classList.add(found.passed ? 'verified' : 'broken');
  if (found.problem) {
    field('tested-problem').textContent = found.problem;
    field('tested-problem').hidden = false;
  }
  fact('Issuer', found.issuer);
  fact('Subject', found.subject);
  fact('Name', found.name);
  fact('Values of the claim', (found.values ?? []).join(', '));
  fact('Role', found.role);
  field('tested').hidden = false;
  field('tested').focus();
}
