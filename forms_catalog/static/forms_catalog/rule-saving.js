// A condition of lines is saved as text, which the server writes: a save waits until it is written.
import { form } from "./rule-asking.js";
import { make } from "./rule-controls.js";

const LONG = 8000;

/** Expressions whose text is older than their lines. */
export const unread = new Set();

async function settle(event) {
  if (!unread.size) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const given = new Promise((done) => setTimeout(done, LONG));
  await Promise.race([Promise.all([...unread].map((one) => one.now())), given]);
  if (unread.size) stay(event.submitter);
  else send(event.submitter);
}

/** As the button would; Wagtail has switched it off by now, and so it would not be sent. */
function send(button) {
  if (button?.name) form.append(make("input", { type: "hidden", name: button.name, value: button.value }));
  form.requestSubmit();
}

/** Not saved: said where it is. The next press saves everything else. */
function stay(button) {
  const [first] = unread;
  for (const one of unread)
    one.said.textContent = "现在连不上，这个条件还没有写进去，也没有保存。过一会儿再改一下它；再按一次保存，就只存别的。";
  unread.clear();
  first.said.scrollIntoView({ block: "center" });
  if (button) button.dataset.wProgressLoadingValue = "false";
}

form?.addEventListener("submit", settle, true);
