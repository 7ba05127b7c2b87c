/* The region that somebody uses, so that the next page begins with it. */
const KEPT = 'sallyport.region';

/** Keeps it in this browser. */
export function use(region) {
  try {
    localStorage.setItem(KEPT, region);
  } catch {
    // A browser that keeps nothing begins with the first one each time.
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
