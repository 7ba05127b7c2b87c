/* What will be done, shown before it is done. */
import {show} from './api.js';

/** Empties the list of facts. */
export function clear() {
  document.getElementById('facts').replaceChildren();
}

/** Adds a fact to it. */
export function fact(name, text) {
  const term = document.createElement('dt');
  term.textContent = name;
  const description = document.createElement('dd');
  description.textContent = text;
  document.getElementById('facts').append(term, description);
}

/** Does it while its button cannot be pressed; shows why not. */
export async function busy(button, act) {
  show(null);
  button.disabled = true;
  try {
    await act();
  } catch (problem) {
    show(problem);
  } finally {
    button.disabled = false;
  }
}
