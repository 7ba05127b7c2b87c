/* The company's requests as a file, and those that are under way. */
import {drive} from './act.js';
import {cancel, running, text} from './api.js';
import {confirmed} from './ceremony.js';

const button = document.getElementById('export');
const query = new URLSearchParams({connection: button.dataset.connection, failed: button.dataset.failed});

drive(button, () => confirmed(() => text('requests.csv?' + query)), csv => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([csv], {type: 'text/csv'}));
  link.download = 'sallyport-requests.csv';
  link.click();
  URL.revokeObjectURL(link.href);
});

const REFRESHED = 3_000;
const under = document.getElementById('running');

/** A line for one, with the button that breaks it off. */
function line({requestId, service, operation, region, since}) {
  const item = document.createElement('li');
  const button = document.createElement('button');
  const name = `${service} ${operation}`;
  Object.assign(button, {type: 'button', className: 'quiet', textContent: 'Break off'});
  button.setAttribute('aria-label', `Break off: ${name}`);
  item.append(`${name} in ${region}, since ${since.slice(11, 19)} UTC`, button);
  drive(button, () => cancel(requestId));
  return item;
}

/** Shows them while there are any; a page that was opened while nothing was under way shows none. */
async function refresh() {
  const all = await running();
  document.getElementById('running-list').replaceChildren(...all.map(line));
  under.hidden = all.length === 0;
  if (all.length > 0) {
    setTimeout(tell, REFRESHED);
  }
}

/** What cannot be asked for now is not missed: the page is about what has ended. */
function tell() {
  refresh().catch(() => { under.hidden = true; });
}

if (under) {
  tell();
}
