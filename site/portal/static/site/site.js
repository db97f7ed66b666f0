// Helps only: every page works without it. Knows shapes (data-*), never what a form is about.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const make = (tag, set) => Object.assign(document.createElement(tag), set);
const on = (event, act, early) => document.addEventListener(event, act, early);
const BOXES = "input:not([type=hidden]), select, textarea";

document.querySelector("[data-focus]")?.focus();

// A second press within ten seconds sends nothing.
on("submit", (event) => {
  const { method, dataset } = event.target;
  if (method !== "post" || event.defaultPrevented) return;
  if (Date.now() - (dataset.sent || 0) < 10000) event.preventDefault();
  else dataset.sent = Date.now();
});
addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));

// 更改: opening the fold puts the cursor into what it holds.
on("toggle", ({ target }) => {
  if (target.open && target.matches(".change")) target.querySelector(BOXES)?.focus();
}, true);

// A date pasted whole, 20150203 or 2015-2-3, is spread over its boxes.
on("paste", (event) => {
  const boxes = event.target.closest("[data-date]");
  const found = event.clipboardData.getData("text").trim().match(/^(\d{4})(?:\D+(\d\d?)\D+(\d\d?)\D*|(\d\d)(\d\d))$/);
  if (!boxes || !found) return;
  event.preventDefault();
  all("[data-part]", boxes).forEach((box, at) => { if (at < 3) box.value = +(found[at + 1] || found[at + 3]); });
});

// ---- identity numbers ----
function judge(typed) {
  const id = typed.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();
  if (id.length !== 18) return { id, short: true, fault: `身份号码应为18位，现在是${id.length}位` };
  if (!/^\d{17}[\dX]$/.test(id)) return { id, fault: "前17位应是数字，最后一位是数字或X" };
  const [, y, m, d] = id.match(/^.{6}(.{4})(..)(..)/).map(Number);
  const day = new Date(y, m - 1, d), today = new Date();
  if (day.getMonth() !== m - 1 || day > today || y < 1880) return { id, fault: `第7到14位是出生日期，没有${y}年${m}月${d}日这一天` };
  let sum = 0;
  for (const [at, digit] of [...id].entries()) sum += (digit === "X" ? 10 : +digit) * (2 ** (17 - at) % 11);
  if (sum % 11 !== 1) return { id, fault: "最后一位对不上，请逐位核对" };
  const before = (today.getMonth() + 1) * 100 + today.getDate() < m * 100 + d;
  return { id, y, m, d, age: today.getFullYear() - y - before, sex: id[16] % 2 ? "男" : "女" };
}

const put = (box, value) => {
  if (box && (!box.value || box.dataset.filled === box.value)) box.dataset.filled = box.value = value;
};

function tell(input, leaving) {
  const next = input.nextElementSibling;
  const line = next?.matches(".read") ? next : make("p", { className: "read" });
  if (line !== next) { line.setAttribute("role", "status"); input.after(line); }
  const read = judge(input.value);
  line.hidden = !read.id || (read.short && !leaving);
  line.classList.toggle("read--no", !!read.fault);
  const words = read.fault ? [read.fault] : [`出生${read.y}年${read.m}月${read.d}日`, read.sex, `${read.age}周岁`, "校验通过"];
  line.replaceChildren(...words.map((textContent) => make("span", { textContent })));
  if (read.fault) return;
  const near = input.name.replace(/[^-]*$/, "");
  for (const [, what, name] of input.dataset.fills.matchAll(/(\w+)=(\S+)/g)) {
    const key = document.querySelector(`[name^="${near + name}"]`) ? near + name : name;
    if (what === "birth") for (const part of "ymd") put(document.querySelector(`[data-date="${key}"] [data-part=${part}]`), String(read[part]));
    const boxes = what === "sex" ? [...document.getElementsByName(key)] : [];
    const same = (one) => (one.labels?.[0] ?? one).textContent.trim() === read.sex;
    const chosen = boxes.find((one) => one.checked), box = boxes.find(same);
    if (boxes[0]?.options) put(boxes[0], [...boxes[0].options].find(same)?.value ?? "");
    else if (box && (!chosen || chosen.dataset.filled)) { box.checked = true; box.dataset.filled = 1; }
  }
}
on("input", ({ target }) => target.matches("[data-fills]") && tell(target));
on("change", ({ target }) => target.matches("[data-fills]") && tell(target, true));

// ---- rows: one more without a round trip ----
on("click", (event) => {
  const button = event.target.closest("button[name=more]");
  const body = button && all("[data-rows]").find((one) => one.dataset.rows === button.value);
  if (!body?.lastElementChild) return;
  event.preventDefault();
  add(body).querySelector(BOXES)?.focus();
});

function add(body) {
  const rows = body.dataset.rows, count = body.children.length, path = body.closest("[data-q]").dataset.q;
  // Names from 0, paths from 1.
  const row = body.lastElementChild.cloneNode(true);
  for (const inner of all("[data-rows]", row)) while (inner.children.length > 1) inner.lastElementChild.remove();
  const step = (a, n, z) => [a + n + z, a + (n + 1) + z];
  const next = [step(`${rows}-`, count - 1, "-"), step(`${path}.`, count, "."), step(`q-${path.replaceAll(".", "-")}-`, count, "-")];
  for (const node of all("*", row)) {
    for (const { name, value } of [...node.attributes]) for (const [old, now] of next) if (value.startsWith(old)) node.setAttribute(name, value.replaceAll(old, now));
    if (/checkbox|radio/.test(node.type)) node.checked = false;
    else if (node.matches("input, select, textarea")) node.value = "";
    node.removeAttribute("aria-invalid");
    node.classList.remove("field--bad", "set--bad", "in--bad");
    if (node.matches(".error, .read, .stored")) node.remove();
    if (node.matches("span") && !node.children.length && !node.closest("[data-rows]")) node.textContent = node.textContent.replace(`第${count}行`, `第${count + 1}行`);
  }
  row.querySelector("th").dataset.n = count + 1;
  body.append(row);
  return row;
}

on("row", ({ target }) => add(target));

// ---- Back: this tab's history keeps what its person typed but numbers and phones, since no cache may ----
const form = document.querySelector("form[data-kept]");
const mine = (name) => name !== "csrfmiddlewaretoken" && name !== "more";
// What is sealed on the server is not kept here in clear either.
function keep() {
  const secret = new Set(all("[data-sealed] [name]", form).map((box) => box.name));
  const typed = [...new FormData(form)].filter(([name, value]) => mine(name) && !secret.has(name) && typeof value === "string");
  history.replaceState({ who: form.dataset.kept, typed }, "");
}
function bring(typed) {
  const given = new Set(typed.map(String)), names = new Map(typed);
  const grow = (root) => { for (const body of all("[data-rows]", root)) while (body.lastElementChild && names.has(`${body.dataset.rows}-${body.children.length}-_id`)) grow(add(body)); };
  grow(form);
  for (const box of form.elements) {
    if (!mine(box.name) || box.type === "file" || box.closest("[data-sealed]")) continue;
    if (/radio|checkbox/.test(box.type)) box.checked = given.has(String([box.name, box.value]));
    else if (names.has(box.name)) box.value = names.get(box.name);
  }
  for (const fold of all("details", form)) if (all(BOXES, fold).some((box) => (/radio|checkbox/.test(box.type) ? box.checked : box.value))) fold.open = true;
}
if (form) {
  if (history.state?.who === form.dataset.kept) bring(history.state.typed);
  addEventListener("pagehide", keep);
  on("submit", () => setTimeout(keep), true);
  on("change", keep);
}

// ---- places: first the upper level, then what lies in it ----
for (const select of all("select[data-narrow]")) {
  const groups = all("optgroup", select), words = select.dataset.narrow;
  const upper = make("select", { className: "in", ariaLabel: `${select.labels[0].textContent.trim()}：${words}` });
  upper.append(new Option(words, ""), ...groups.map((group, at) => new Option(group.label, at)));
  const narrow = () => groups.forEach((group, at) => (upper.value === "" || +upper.value === at ? select.append(group) : group.remove()));
  const at = groups.findIndex((group) => group.querySelector("[selected]"));
  if (at >= 0) { upper.value = at; narrow(); }
  upper.onchange = () => { narrow(); select.value = ""; };
  select.before(upper);
}
