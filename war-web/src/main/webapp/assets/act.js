/* What buttons and forms do: one thing, then the page anew, or the reason why not. */
import {show} from './api.js';

/** Does it; shows the page anew, or what `done` shows, or, in `place`, why not. */
async function act(button, what, done, place) {
  show(null, place);
  button.disabled = true;
  try {
    const answer = await what();
    await (done ? done(answer) : location.reload());
  } catch (problem) {
    show(problem, place);
  } finally {
    button.disabled = false;
  }
}

/** What cannot be taken back is done by no single click: a button that has a sentence for that says it first. */
function question(button) {
  const before = button.textContent;
  const sure = document.createElement('span');
  Object.assign(sure, {className: 'sure', role: 'alert', hidden: true, textContent: button.dataset.sure});
  const keep = document.createElement('button');
  Object.assign(keep, {type: 'button', className: 'quiet' + (button.matches('.small') ? ' small' : ''), hidden: true, textContent: 'Keep it'});
  button.after(sure, keep);
  const label = button.getAttribute('aria-label');
  const ask = asked => {
    sure.hidden = keep.hidden = !asked;
    button.textContent = asked ? button.dataset.yes ?? `${before} for good` : before;
    if (label) {
      button.setAttribute('aria-label', asked ? `${label} for good` : label);
    }
  };
  keep.addEventListener('click', () => ask(false));
  return () => {
    const answered = !sure.hidden;
    ask(true);
    return answered;
  };
}

/** Has a button do it. */
export function drive(button, what, done, place) {
  const sure = button.dataset.sure ? question(button) : () => true;
  button.disabled = false;
  // The second half of a double click answers nothing.
  button.addEventListener('click', event => event.detail < 2 && sure() && act(button, what, done, place));
}

/** Has a form do it when it is sent. */
export function submit(form, what, done) {
  const button = form.querySelector('button[type=submit]');
  button.disabled = false;
  form.addEventListener('submit', event => {
    event.preventDefault();
    act(button, what, done);
  });
}
