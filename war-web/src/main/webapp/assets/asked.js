/* What was asked in this tab, so that it can be asked once more: the portal itself keeps no parameters. */
const KEPT = 'sallyport.asked';
const MOST = 50;

/** None where the browser keeps nothing, or something else stands there. */
function all() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) ?? [];
  } catch {
    return [];
  }
}

/** Keeps the parameters of a request while somebody is signed in here, the newest fifty. */
export function remember(request, parameters) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify([...all(), {request, parameters}].slice(-MOST)));
  } catch {
    forget(); // More than a browser keeps.
  }
}

/** Those of that request; undefined when it was asked elsewhere, or long ago. */
export function parametersOf(request) {
  return all().find(each => each.request === request)?.parameters;
}

/** Keeps nothing any more. */
export function forget() {
  try {
    sessionStorage.removeItem(KEPT);
  } catch {
    // There is nothing, then.
  }
}
