/* Puts a chosen file's text into the field that is posted. */
document.addEventListener('change', async event => {
  const [file] = event.target.dataset?.into ? event.target.files : [];
  if (file) {
    document.getElementById(event.target.dataset.into).value = await file.text();
  }
});
