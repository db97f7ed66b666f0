// Keeps what is typed: on the server while there is a signal, on this phone while there is none.
// A copy on the phone is text only, sealed where the browser can, and gone once it was sent,
// after a sign-out, or after seven days.
const WEEK = 7 * 24 * 3600e3, IDLE = 1000, SLOW = 8000, EARLY = 10 * 60e3, PREFIX = "unsent:";
const { user, ends } = document.documentElement.dataset;
const form = document.querySelector("form[data-draft]");
const make = (tag, set, ...inside) => { const one = Object.assign(document.createElement(tag), set); one.append(...inside); return one; };
// Back brings the key of the page as it was: it is the key that names the draft.
const to = () => form.dataset.draft.replace(/[0-9a-f-]{36}/, form.elements.key.value.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"));
const clock = (at) => `${at.getHours()}:${String(at.getMinutes()).padStart(2, "0")}`;

// ---- the copy on the phone: its key never leaves the browser's own store ----
const ask = (request) => new Promise((done, fail) => { request.onsuccess = () => done(request.result); request.onerror = () => fail(request.error); });
async function vault(mode) {
  const open = indexedDB.open("tonghu", 1);
  open.onupgradeneeded = () => open.result.createObjectStore("keys");
  return (await ask(open)).transaction("keys", mode).objectStore("keys");
}
async function cipher() {
  // A plain http address: sealed answers then stay in the page only.
  if (!crypto.subtle) return null;
  const known = await ask((await vault("readonly")).get("aes"));
  if (known) return known;
  const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await ask((await vault("readwrite")).put(fresh, "aes"));
  return fresh;
}
const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const text = (data) => btoa(String.fromCharCode(...new Uint8Array(data)));

function typed(secret) {
  const hide = new Set(secret ? [] : [...form.querySelectorAll("[data-sealed] [name]")].map((box) => box.name));
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken" && !hide.has(name));
}
// What the page came with, which the server knows: Back may have brought more into the boxes since.
function served() {
  const pairs = [];
  for (const box of form.elements) {
    if (!box.name || box.name === "csrfmiddlewaretoken" || /file|submit|button/.test(box.type)) continue;
    if (box.options) [...box.options].forEach((one, at) => (one.defaultSelected || (!at && ![...box.options].some((o) => o.defaultSelected))) && pairs.push([box.name, one.value]));
    else if (!/radio|checkbox/.test(box.type) || box.defaultChecked) pairs.push([box.name, box.defaultValue]);
  }
  return pairs;
}
const saying = (pairs) => JSON.stringify(pairs.filter(([name]) => name !== "base"));
async function keep(sent = false) {
  const key = await cipher().catch(() => null), pairs = typed(key);
  const copy = { at: Date.now(), href: location.pathname + location.search, to: to(), sent };
  if (key) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    copy.iv = text(iv);
    copy.sealed = text(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(pairs))));
  } else copy.pairs = pairs;
  localStorage.setItem(PREFIX + user + ":" + to(), JSON.stringify(copy));
}
async function pairsOf(copy) {
  if (copy.pairs) return copy.pairs;
  const open = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(copy.iv) }, await cipher(), bytes(copy.sealed));
  return JSON.parse(new TextDecoder().decode(open));
}
const names = () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
const copies = () => names().filter((name) => name.startsWith(PREFIX + user + ":")).map((name) => [name, JSON.parse(localStorage[name])]);
const drop = (name) => localStorage.removeItem(name);
for (const name of names()) if (!(JSON.parse(localStorage[name]).at > Date.now() - WEEK)) drop(name);

document.addEventListener("submit", ({ target }) => {
  if (!target.matches("[data-leaves]")) return;
  names().forEach(drop);
  indexedDB.deleteDatabase("tonghu");
});

// ---- what the page says ----
const line = make("div", { className: "note note--sun", hidden: true });
line.setAttribute("role", "status");
document.querySelector("main .wrap, main")?.prepend(line);
function tell(words, ...more) {
  line.replaceChildren(make("p", {}, make("b", { textContent: words })), ...more);
  line.hidden = !words;
}
const button = (label, act) => make("p", {}, make("button", { type: "button", className: "btn btn--second", textContent: label, onclick: act }));
const link = (label, href) => make("p", {}, make("a", { className: "go", href, textContent: label }));

// ---- sending ----
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
async function send(to, pairs) {
  const body = new FormData();
  for (const [name, value] of pairs) body.append(name, value);
  const answer = await fetch(to, { method: "POST", body, headers: { "X-CSRFToken": token() }, signal: AbortSignal.timeout(SLOW), redirect: "error" });
  return [answer.status, await answer.json().catch(() => ({}))];
}
const WORDS = { 401: "登录时间到了。您填的还在", 409: "这一页在别处也改过。按“保存并继续”，两份一起看", 410: "这张表已经提交了", 413: "这一页太长，没有存上。请分几次填" };

let timer = 0, busy = false, again = false, last = form ? saying(served()) : "";
const mine = () => PREFIX + user + ":" + to();
async function save() {
  if (busy) { again = true; return; }
  const now = typed(true), said = saying(now);
  if (said === last) return;
  busy = true;
  const late = setTimeout(offline, navigator.onLine ? IDLE : 0);
  try {
    const [status, told] = await send(to(), now);
    clearTimeout(late);
    if (status === 200) saved(said, told);
    else if (status === 401) { await keep(); tell(WORDS[401], link("登录后接着填", told.login)); }
    else if (status === 410) { drop(mine()); tell(WORDS[410], link("看回执", told.receipt)); }
    else tell(WORDS[status] ?? told.problem ?? "没有存上，您填的还在这页。过一会儿会再试");
  } catch { clearTimeout(late); await offline(); }
  busy = false;
  if (again) { again = false; later(); }
}
function saved(said, told) {
  last = said;
  drop(mine());
  tell("");
  form.elements.base.value = told.base;
  const words = document.querySelector("[data-saved]");
  if (words) words.textContent = `上次保存：${told.saved}`;
}
async function offline() {
  await keep();
  if (!navigator.onLine || !line.hidden) tell("没有网络，已存在本机", button("现在送出", save));
}
const later = () => { clearTimeout(timer); timer = setTimeout(save, IDLE); };

if (form) {
  if (saying(typed(true)) !== last) later();
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  addEventListener("online", save);
  addEventListener("offline", () => { if (saying(typed(true)) !== last) offline(); else tell("没有网络。接着填，会存在本机"); });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) { if (saying(typed(true)) !== last) keep(true); return; }
    event.preventDefault();
    delete form.dataset.sent;
    offline();
  });
}

// ---- copies that were not sent: offered wherever their person is ----
async function offer() {
  for (const [name, copy] of copies()) {
    // This page is the answer.
    const answered = copy.sent && document.referrer === location.origin + copy.href;
    const pairs = answered ? null : await pairsOf(copy).catch(() => null);
    if (!pairs || (form && to() === copy.to && saying(pairs) === last)) { drop(name); continue; }
    tell(`本机有没送出的内容（${clock(new Date(copy.at))}填的）`, button("现在送出", () => deliver(name, copy, pairs)));
  }
}
async function deliver(name, copy, pairs) {
  try {
    const [status, told] = await send(copy.to, pairs);
    if (status === 200 || status === 410) { drop(name); location.href = told.receipt ?? told.href; } else tell(WORDS[status] ?? told.problem, link("打开那一页", copy.href));
  } catch { tell("还没有网络，内容还在本机", button("现在送出", () => deliver(name, copy, pairs))); }
}
if (user && names().length) offer();

// ---- before the session ends ----
if (form && +ends) setTimeout(() => tell("再过10分钟就要重新登录了。您填的会留着", button("继续填写", async () => {
  const [status] = await send("/stay/", []).catch(() => [0]);
  tell(status === 200 ? "" : "没有连上，请先存下");
})), Math.min(ends * 1000 - Date.now() - EARLY, 2 ** 31 - 1));
