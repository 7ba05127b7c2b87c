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

/** What all kinds of details have in common, as it was typed; adds a sentence for each field that is wrong. */
export function readAccount(form, wrong) {
  const value = id => form.querySelector('#' + id).value.trim();
  const alias = value('alias');
  const account = {
    accountId: value('account-id').replaceAll(/[\s-]/g, ''),
    regions: [...form.querySelectorAll('#regions input:checked')].map(box => box.value),
    note: form.querySelector('#note').value,
  };
  if (!/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u.test(alias)) {
    wrong.set('alias', 'Use 1 to 64 letters, digits, spaces or . _ -');
  }
  if (!/^[0-9]{12}$/.test(account.accountId)) {
    wrong.set('account-id', 'An AWS account ID has 12 digits.');
  }
  if (account.regions.length < 1 || account.regions.length > 40) {
    wrong.set('regions', 'Choose 1 to 40 regions.');
  }
  return {alias, account};
}

/** Which capabilities are ticked; the last one stays ticked, since a connection is for something. */
export function chosenCapabilities(event) {
  const boxes = document.getElementById('capabilities');
  const chosen = [...boxes.querySelectorAll('input:checked')];
  document.getElementById('last-capability').hidden = chosen.length > 0;
  if (chosen.length === 0) {
    event.target.checked = true;
    return null;
  }
  return chosen;
}
