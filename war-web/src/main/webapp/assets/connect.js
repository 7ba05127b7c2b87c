/* The form whose content never leaves the browser unsealed. Its fields have no names: no browser could post them. */
import {get, show} from './api.js';
import {chosenCapabilities, mark, readAccount} from './fields.js';
import {canSeal, sealing, showRoot} from './sealing.js';

const form = document.getElementById('account');
const button = form.querySelector('button[type=submit]');
const field = id => document.getElementById(id);

/** What was typed, or the fields that are wrong, each with a sentence. */
function read() {
  const wrong = new Map();
  const {alias, account} = readAccount(form, wrong);
  account.roleArn = field('role-arn').value.trim();
  const arn = /^arn:aws(?:-us-gov|-cn)?:iam::([0-9]{12}):role\/.+$/.exec(account.roleArn);
  if (!arn) {
    wrong.set('role-arn', 'A role ARN looks like arn:aws:iam::123456789012:role/Name.');
  } else if (!wrong.has('account-id') && arn[1] !== account.accountId) {
    wrong.set('role-arn', 'This role belongs to another account than the one above.');
  }
  return {alias, account, wrong};
}

form.addEventListener('submit', async event => {
  event.preventDefault();
  show(null);
  const {alias, account, wrong} = read();
  mark(form, wrong);
  if (wrong.size > 0) {
    return;
  }
  await sealing(form, 'role', alias, account);
});

// An existing connection keeps its alias.
field('alias').readOnly = form.dataset.connection !== '';
button.disabled = !canSeal();

const FORMS = {template: 'cloudformation', terraform: 'terraform', commands: 'cli', 'stack-set': 'stack-set'};

/** The quick-create link for what is ticked: the console's own query follows the address's fragment. */
function quickCreateFor(chosen) {
  const link = field('quick-create');
  if (link) {
    const [console, query] = link.href.split('?');
    const parameters = new URLSearchParams(query);
    for (const box of field('capabilities').querySelectorAll('input')) {
      parameters.set('param_' + box.dataset.parameter, chosen.includes(box) ? 'yes' : 'no');
    }
    link.href = `${console}?${parameters}`;
  }
}

/**
 * Keeps in the page's address what may be readable, so that it can be left, come back to, and handed on: what is ticked, and
 * the alias. What is sealed is kept nowhere.
 */
function keep() {
  const parameters = new URLSearchParams();
  if (form.dataset.connection) {
    parameters.set('id', form.dataset.connection);
  }
  form.dataset.capabilities.split(' ').forEach(code => parameters.append('capability', code));
  const alias = field('alias').value.trim();
  if (alias && !form.dataset.connection) {
    parameters.set('alias', alias);
  }
  const address = `/portal/connect?${parameters}`;
  history.replaceState(null, '', address);
  field('link').textContent = location.origin + address;
}

field('alias').addEventListener('change', keep);
if (field('alias').value && !form.dataset.connection) {
  keep();
}

/* The role is made for what is ticked, at once; whatever was typed below stays. The address can be handed on. */
field('capabilities').addEventListener('change', async event => {
  const chosen = chosenCapabilities(event);
  if (!chosen) {
    return;
  }
  const codes = chosen.map(box => box.value);
  const query = codes.map(code => '&capability=' + encodeURIComponent(code)).join('');
  form.dataset.capabilities = codes.join(' ');
  for (const [id, kind] of Object.entries(FORMS)) {
    field(id).href = `/api/v1/role-template?form=${kind}${query}`;
  }
  quickCreateFor(chosen);
  keep();
  const stack = await get(`role-template?form=cloudformation${query}`);
  if (form.dataset.capabilities === codes.join(' ')) {
    field('permission-policy').textContent =
      JSON.stringify(stack.Resources.SallyportRole.Properties.Policies[0].PolicyDocument, null, 2);
  }
});

showRoot(field('root'));
