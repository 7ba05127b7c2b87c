/* The region that somebody chose last for a request, so that the next page begins with it. What is sealed is kept nowhere. */
const KEPT = 'sallyport.region';

function use(region) {
  try {
    localStorage.setItem(KEPT, region);
  } catch {
    // A browser that keeps nothing begins with the first one each time.
  }
}

/** Keeps it no longer: the next person at this browser is another one. */
export function forgetRegion() {
  try {
    localStorage.removeItem(KEPT);
  } catch {
    // There is nothing, then.
  }
}

/** The one that was used last, where the page offers it. */
export function begin(select) {
  let last = null;
  try {
    last = localStorage.getItem(KEPT);
  } catch {
    // As above.
  }
  if ([...select.options].some(option => option.value === last)) {
    select.value = last;
  }
  select.addEventListener('change', () => use(select.value));
}
