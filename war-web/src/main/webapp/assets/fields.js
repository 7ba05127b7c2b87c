/* A form's fields that are wrong, each with its sentence beside it. */

/** Marks them, and goes to the first; `wrong` has sentences by the fields' ids. */
export function mark(form, wrong) {
  form.querySelectorAll('.error').forEach(each => each.remove());
  form.querySelectorAll('[aria-invalid]').forEach(each => each.removeAttribute('aria-invalid'));
  for (const [id, sentence] of wrong) {
    const element = document.getElementById(id);
    const message = document.createElement('p');
    message.className = 'error';
    message.id = id + '-error';
    message.textContent = sentence;
    element.setAttribute('aria-invalid', 'true');
    element.setAttribute('aria-describedby', message.id);
    element.closest('.field').append(message);
  }
  document.getElementById([...wrong.keys()][0])?.focus();
}
