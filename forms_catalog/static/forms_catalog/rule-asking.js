// What the rule builder asks the server: expressions read or written, and what may be chosen.
const SENT = /^(questions|decisions)-.*?(count|deleted|order|type|id|value-(name|label|choices|calculation|record|carried|then))$|^(questions|decisions)-count$|^part_(basics-form|looks-columns)$|^rule_(ledger|sealed|clear)$/;
export const form = document.getElementById("w-editor-form");
export const href = document.querySelector("[data-rule-url]")?.dataset.ruleUrl;

function structure() {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && SENT.test(name));
}

let waiting = null;

/** The answer to one question; what is asked in the same moment goes in one request. */
export function askOne(asked) {
  waiting ??= { asks: [], answers: new Promise((done) => setTimeout(done, 30)).then(() => {
    const { asks } = waiting;
    waiting = null;
    return send(asks);
  }) };
  const id = waiting.asks.push({ ...asked }) - 1;
  waiting.asks[id].id = id;
  return waiting.answers.then(({ answers }) => answers[id]);
}

async function send(asks, more = {}) {
  const body = new FormData();
  for (const [name, value] of structure()) body.append(name, value);
  const given = { csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
    section: form.elements.section?.value ?? "", asks: JSON.stringify(asks), ...more };
  for (const [name, value] of Object.entries(given)) body.set(name, value);
  const answer = await fetch(href, { method: "POST", body, headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

let known = { mark: "", offers: new Map() };

/** Everything that may be chosen, asked again when the questions of the page changed. */
export function offered(about = "") {
  const mark = JSON.stringify(structure());
  if (known.mark !== mark) known = { mark, offers: new Map() };
  const { offers } = known;
  if (!offers.has(about)) {
    const offer = send([], { fields: "1", about });
    offers.set(about, offer);
    offer.catch(() => offers.delete(about));
  }
  return offers.get(about);
}

/** The ledger that an expression speaks of, where a box of the page or one beside it names it. */
export function aboutBox(area) {
  const name = area.dataset.about;
  if (!name) return null;
  return form.elements[name] ?? form.elements[area.name.replace(/[^-]+$/, name)];
}

/** Its id; a question there that points at the ledger stands behind a dot. */
export function aboutOf(area) {
  const source = aboutBox(area);
  return (source?.value && source.dataset.names ? "." : "") + (source?.value ?? "");
}

const blockId = (prefix) => form.elements[`${prefix}-id`]?.value ?? "";

/** The id of the innermost question block around an element. */
export function ownId(element) {
  const name = element.name ?? "";
  const found = name.match(/^(questions-\d+(?:-value-questions-\d+)*)-value-/);
  return found ? blockId(found[1]) : "";
}
