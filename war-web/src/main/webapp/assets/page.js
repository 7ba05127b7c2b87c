/* What every page has: copying, signing out, and telling that something is under way. */
import {post, remove} from './api.js';
import {forget} from './asked.js';
import {confirm} from './ceremony.js';
import {begin, forgetRegion} from './region.js';

document.querySelectorAll('.without-script').forEach(notice => notice.remove());

document.addEventListener('click', async event => {
  const button = event.target.closest('[data-copy]');
  if (button) {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  }
});

// Where the portal wants to know first that it is still the same person: asks, and presses again what was pressed.
let pressed;
document.addEventListener('click', async event => {
  const button = event.target.closest('button');
  if (!button?.matches('[data-confirm]')) {
    pressed = button?.id || pressed;
    return;
  }
  button.disabled = true;
  try {
    await confirm();
    document.getElementById(pressed)?.click();
  } catch (problem) {
    button.closest('.notice').querySelector('p').textContent = `${problem.title}. ${problem.detail}`;
  }
  button.disabled = false;
}, true);

// Not on the buttons themselves: a page may renew its notices.
document.addEventListener('click', async event => {
  const button = event.target.closest('[data-stop-recovery]');
  if (button) {
    await remove('team/recoveries/' + button.dataset.stopRecovery);
    location.reload();
  }
});

document.querySelectorAll('select[id$=region]').forEach(begin);

const leaving = document.getElementById('sign-out');
if (leaving) {
  leaving.disabled = false;
  leaving.addEventListener('click', async () => {
    // Somebody who came from a company's identity provider signs out there, too.
    forget();
    forgetRegion();
    const parting = await post('auth/sign-out');
    location.assign(parting?.location ?? '/');
  });
} else {
  // Nobody is signed in here any more, wherever they signed out.
  forget();
}

if (window.jQuery) {
  jQuery(document).on('pfAjaxStart', () => document.body.setAttribute('data-busy', ''));
  jQuery(document).on('pfAjaxComplete', () => document.body.removeAttribute('data-busy'));
}

// A connection that was sealed just now is tested at once, when PrimeFaces has taken over the button.
if (location.hash === '#test') {
  history.replaceState(null, '', location.pathname + location.search);
  jQuery(() => document.getElementById('test:run')?.click());
}
