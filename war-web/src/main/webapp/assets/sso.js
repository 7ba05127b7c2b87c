/* Going to one's company's identity provider to sign in. */
import {post, show} from './api.js';

/** A page of theirs that was asked for before: the provider's answer leads back to it. */
function remember() {
  const wanted = new URLSearchParams(location.search).get('next') ?? '';
  if (/^\/(portal|me)\/[a-z-]*(\?[\w=&%.~*+-]*)?$/.test(wanted)) {
    sessionStorage.setItem('sallyport.next', wanted);
  }
}

for (const form of document.querySelectorAll('form[data-sso]')) {
  const button = form.querySelector('button');
  button.disabled = false;
  form.addEventListener('submit', async event => {
    event.preventDefault();
    show(null);
    button.disabled = true;
    remember();
    // Only the page that says "if your own company gave you this link" goes by the link.
    const company = form.dataset.sso === 'link' && new URLSearchParams(location.search).get('company');
    try {
      location.assign((await post('auth/sso/start', company ? {company} : {domain: form.querySelector('input').value})).location);
    } catch (problem) {
      show(problem);
      button.disabled = false;
    }
  });
}
