/* Removing a connection, and getting a session for AWS tools. */
import {drive} from './act.js';
import {post, remove, time, why} from './api.js';
import {confirmed} from './ceremony.js';

const button = document.getElementById('remove');
if (button) {
  drive(button, () => confirmed(() => remove('connections/' + button.dataset.connection)), () => location.assign('/portal/connections'));
}

function offerTools() {
  const tools = document.getElementById('tool-session');
  if (!tools) {
    return;
  }
  const write = document.getElementById('tool-write');
  drive(tools,
    () => confirmed(() => post(`connections/${tools.dataset.connection}/tool-sessions`, {write: write?.checked ?? false, ...why('tool-reason')})),
    session => {
      document.getElementById('tool-text').textContent = [
        `export AWS_ENDPOINT_URL=${location.origin}/aws`,
        `export AWS_ACCESS_KEY_ID=${session.AccessKeyId}`,
        `export AWS_SECRET_ACCESS_KEY=${session.SecretAccessKey}`,
        `export AWS_SESSION_TOKEN=${session.SessionToken}`,
      ].join('\n');
      document.getElementById('tool-end').textContent = time(session.Expiration);
      document.getElementById('tool-result').hidden = false;
    }, document.getElementById('tool-problem'));
}

offerTools();

const state = () => document.getElementById('state')?.dataset.state;
let shown = state();

/** Where a test found another state, the notices, and what can be done with the connection, are others too. */
async function renew() {
  const found = state();
  if (!found || found === shown) {
    return;
  }
  const answer = await fetch(location.href);
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (!answer.ok || !fresh.getElementById('usable')) {
    return;
  }
  for (const id of ['notices', 'usable']) {
    document.getElementById(id).replaceWith(document.adoptNode(fresh.getElementById(id)));
  }
  shown = found;
  offerTools();
}

jQuery(document).on('pfAjaxComplete', renew);
