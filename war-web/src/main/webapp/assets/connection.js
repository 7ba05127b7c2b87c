/* Removing a connection, and getting a session for AWS tools. */
import {drive} from './act.js';
import {post, remove, why} from './api.js';
import {confirmed} from './ceremony.js';

const button = document.getElementById('remove');
if (button) {
  drive(button, () => confirmed(() => remove('connections/' + button.dataset.connection)), () => location.assign('/portal/connections'));
}

const tools = document.getElementById('tool-session');
if (tools) {
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
      document.getElementById('tool-end').textContent = new Date(session.Expiration).toLocaleTimeString();
      document.getElementById('tool-result').hidden = false;
    }, document.getElementById('tool-problem'));
}
