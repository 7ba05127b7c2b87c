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

/** Has a button do it. */
export function drive(button, what, done, place) {
  button.disabled = false;
  button.addEventListener('click', () => act(button, what, done, place));
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
