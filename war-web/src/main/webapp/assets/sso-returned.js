/* Back from the company's identity provider: hands on what it said, and goes on. */
import {post, show} from './api.js';
import {CONFIRMED} from './ceremony.js';

const query = location.search;
const company = location.pathname.split('/').at(-1);
// What the provider said answers once; nor does it stay in the history.
history.replaceState(null, '', location.pathname);

function after({purpose, tested}) {
  if (purpose === 'test') {
    sessionStorage.setItem('sallyport.tested', JSON.stringify(tested));
    location.replace('/portal/sso#tested');
  } else if (purpose === 'confirm') {
    new BroadcastChannel(CONFIRMED).postMessage('confirmed');
    document.getElementById('under-way').textContent = 'It is you. You can close this window.';
    window.close();
  } else {
    const wanted = sessionStorage.getItem('sallyport.next') ?? '/portal/connections';
    sessionStorage.removeItem('sallyport.next');
    location.replace(wanted);
  }
}

try {
  after(await post('auth/sso/callback', {company, query}));
} catch (problem) {
  document.getElementById('under-way').hidden = true;
  document.getElementById('again').hidden = false;
  show(problem);
}
