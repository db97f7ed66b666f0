/**
 * A filling page that lives: shows and hides, works out, narrows and says what is wrong while one types.
 * It helps only. Nothing is sent by it, nothing is held back: the server draws the same and judges.
 */

import { known } from "./expressions.js";
import { BLANK, create, HERE_UNKNOWN } from "./logic.js";
import { Day, Identity, Moment, Month, tidy, toDate, toMoment, toNumber, toText } from "./values.js";

const all = (selector, root) => [...root.querySelectorAll(selector)];
const make = (tag, set, ...inside) => { const one = Object.assign(document.createElement(tag), set); one.append(...inside); return one; };
const folded = (text) => text.normalize("NFKC").trim();
const WITH_RANGE = /^(?:text|tel|textarea)$/;
const EXTRA = /\.(?:reason|why|file|kept)$/;

const data = document.getElementById("logic-page"), page = JSON.parse(data.textContent), root = data.closest("form");
const program = await fetch(page.program).then((answer) => answer.json()).catch(() => null);
const items = new Map((program?.items ?? []).map((item) => [item.name, item]));
const columnsOf = (table) => [...items.values()].filter(({ above }) => above?.at(-1) === table);
const tops = columnsOf();
const last = (path) => path.slice(path.lastIndexOf(".") + 1);
/** What a question stands in; looked for once, as long as it stays what it was. */
const wraps = new Map();
function wrapOf(path) {
  let wrap = wraps.get(path);
  if (wrap?.dataset.q !== path || !wrap.isConnected) wraps.set(path, (wrap = root.querySelector(`[data-q="${path}"]`)));
  return wrap;
}
const isComputed = ({ calculation, decision, points }) => calculation || decision || points;
const idOf = (path) => `q-${path.replaceAll(".", "-")}`;

// ---- what is typed, as values: by the names and shapes that the server's macros give ----

const dates = {
  date: ({ y, m, d }) => toDate(`${y}-${m}-${d}`),
  year_month: ({ y, m }) => toDate(`${y}-${m}-1`) && new Month(`${y}-${m.padStart(2, "0")}`),
  moment: ({ y, m, d, t }) => toMoment(`${y}-${m}-${d}T${t}`),
};

function parsed({ kind, control }, text) {
  if (kind === "identity") return new Identity(folded(text).replace(/[\s-]/g, "").toUpperCase());
  if (kind !== "number") return tidy(text, control === "textarea");
  const number = toNumber(folded(text).replace(/^¥\s*|\s*元$|,/g, ""));
  return number === number && (control !== "integer" || Number.isInteger(number)) ? number : "";
}

/** The value of a control; undefined where the page has none to type into. */
function typed(item, path) {
  const wrap = wrapOf(path);
  if (!wrap) return undefined;
  const body = wrap.querySelector("[data-rows]");
  if (body) return rowsTyped(columnsOf(item.name), path, body);
  const boxes = all("input, select, textarea", wrap).filter(({ name }) => name && !EXTRA.test(name));
  const file = wrap.querySelector("[type=file]"), kept = wrap.querySelector(".change");
  if (file) return file.files[0]?.name ?? (boxes.some((box) => box.checked) || wrap.querySelector(".stored") ? " " : "");
  if (!boxes.length || (kept && boxes.every((box) => !box.value && !box.checked))) return undefined;
  if (boxes[0].dataset.part) return dateTyped(item, boxes);
  if (/radio|checkbox/.test(boxes[0].type)) return boxes.filter((box) => box.checked).map((box) => box.value).join(" ");
  return boxes[0].value === "清空" && kept ? "" : parsed(item, boxes[0].value);
}

function dateTyped(item, boxes) {
  const parts = Object.fromEntries(boxes.map((box) => [box.dataset.part, folded(box.value)]));
  if (item.kind === "text") return parts.t ?? "";
  return (/^\d{4}$/.test(parts.y) && dates[item.kind]?.(parts)) || "";
}

function rowsTyped(columns, path, body) {
  return [...body.children].map((row, at) => {
    const cells = columns.map((column) => [column.name, typed(column, `${path}.${at + 1}.${column.name}`)]);
    const blank = cells.every(([, value]) => nothing(value));
    return Object.assign(Object.fromEntries(cells.map(([name, value]) => [name, value ?? HERE_UNKNOWN])), blank && { [BLANK]: true });
  });
}
const nothing = (value) => (Array.isArray(value) ? value.every((row) => row[BLANK]) : value === "" || value === undefined || value.text === "");

// ---- what is shown ----

const WORDS = { yes: "是", true: "是", no: "否", false: "否" };
const civil = (value) => toText(value).slice(0, 10).split("-").map((part, at) => Number(part) + "年月日"[at]).join("");

function words({ words: named, type }, value) {
  if (typeof value === "number" && type === "money") return `${value.toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ",")} 元`;
  if (value instanceof Day || value instanceof Month) return civil(value);
  if (value instanceof Moment) return `${civil(value)} ${toText(value).slice(11, 16).replace(/^0/, "")}`;
  const text = toText(value);
  if (named) return text.split(" ").map((code) => named[code] ?? code).join("、");
  return WORDS[text] ?? text;
}

const put = (node, text) => { if (node && node.textContent !== text) node.textContent = text; };

function worked(form, out) {
  for (const box of all("[data-value]", root)) {
    const wrap = box.closest("[data-q]"), path = wrap.dataset.q, item = items.get(last(path));
    if (!item || item.sealed || !isComputed(item)) continue;
    const value = form.at(path), told = out.told[item.decision ?? path];
    if (value === HERE_UNKNOWN || value === undefined) continue;
    put(box, words(item, value) || (box.matches("output") ? "—" : "未填"));
    const why = wrap.querySelector("[data-why]");
    if (!why || !told) continue;
    put(why, told.why.length ? `因为${told.why.join("；")}` : "");
    why.hidden = !told.why.length;
  }
}

/** Shows and hides; gives how many questions came (or went). */
function revealed(out) {
  let more = 0;
  for (const [path, hidden] of Object.entries(out.hidden)) {
    const wrap = path[0] === "§" ? null : wrapOf(path);
    if (!wrap || wrap.hidden === hidden) continue;
    wrap.hidden = hidden;
    if (items.get(path)?.asked) more += hidden ? -1 : 1;
  }
  for (const part of all("[data-s]", root)) {
    const inside = all("[data-q]", part).filter((wrap) => !wrap.dataset.q.includes("."));
    if (inside.length) part.hidden = inside.every((wrap) => wrap.hidden);
    const link = document.querySelector(`.toc a[href="#${part.id}"]`);
    if (link) link.parentElement.hidden = part.hidden;
  }
  const unseen = root.querySelector("[data-unseen]");
  if (unseen) unseen.value = unseen.value.split(" ").filter((name) => wrapOf(name)?.hidden ?? true).join(" ");
  return more;
}

function demanded(out) {
  for (const [path, must] of Object.entries(out.required)) {
    const mark = wrapOf(path)?.querySelector("[data-optional]");
    if (mark) mark.hidden = must;
  }
  for (const [path, locked] of Object.entries(out.readOnly)) {
    const wrap = wrapOf(path);
    wrap?.toggleAttribute("data-locked", locked);
    if (wrap) for (const box of all("input, textarea", wrap)) if (WITH_RANGE.test(box.type)) box.readOnly = locked;
  }
}
const held = (event) => {
  const wrap = event.target.closest("[data-locked]"), box = event.target.closest("label")?.control ?? event.target;
  if (wrap && event.key !== "Tab" && !WITH_RANGE.test(box.type)) event.preventDefault();
};

// ---- options ----

/** Draws what is offered now. */
function narrowed(path, offered) {
  const wrap = wrapOf(path), item = items.get(last(path));
  if (!wrap) return;
  const rows = program.lists[item.choices ?? `#${item.name}`].filter((row) => offered.includes(row.name));
  const box = wrap.querySelector("select, .choices") ?? (rows.length ? begun(wrap, path, item) : null);
  if (!box) return;
  const inSelect = box.matches("select"), value = box.value;
  const there = new Map([...box.children].map((one) => [inSelect ? one.value : one.querySelector("input").value, one]));
  const wanted = rows.filter((row) => !row[""] || there.has(row.name)).map((row) => there.get(row.name) ?? (inSelect ? new Option(row.label, row.name) : pick(path, item, row)));
  const none = there.get("");
  if (none) inSelect ? wanted.unshift(none) : wanted.push(none);
  if (wanted.length === there.size && wanted.every((one) => one.parentElement === box)) return;
  box.replaceChildren(...wanted);
  if (inSelect) box.value = offered.includes(value) ? value : "";
  const empty = wrap.querySelector(":scope > .empty");
  if (empty) [empty.hidden, box.hidden] = [rows.length > 0, !rows.length];
}

const nameOf = (path) => path.replace(/\.(\d+)\./g, (all, number) => `-${number - 1}-`);
function pick(path, item, { name, label }) {
  const type = item.many ? "checkbox" : "radio";
  return make("label", { className: "choice" }, make("input", { type, name: nameOf(path), value: name }), make("span", { textContent: label }));
}

/** A control where the server had nothing to offer. */
function begun(wrap, path, item) {
  const box = item.many
    ? make("div", { className: "choices choices--in", role: "group" })
    : make("select", { className: "in", name: nameOf(path) }, new Option("请选择", ""));
  const label = wrap.querySelector(".label");
  label.id = `${idOf(path)}-l`;
  box.setAttribute("aria-labelledby", label.id);
  wrap.append(box);
  return box;
}

function counted(path, count) {
  const wrap = wrapOf(path), body = wrap?.querySelector("[data-rows]");
  if (!body?.children.length) return;
  while (body.children.length < count) body.dispatchEvent(new Event("row", { bubbles: true }));
  [...body.children].forEach((row, at) => { row.hidden = at >= count; });
  for (const button of all("[name=more]", wrap)) button.hidden = button.value === body.dataset.rows;
}

// ---- what is wrong: said at a question once it was left, taken back as soon as it is right ----

const left = new Set();

function objected(path, text) {
  const wrap = wrapOf(path), id = `${idOf(path)}-e`;
  let line = document.getElementById(id);
  if (!wrap || (line && !("live" in line.dataset)) || (line?.textContent ?? "") === text) return "";
  if (!line) {
    line = make("p", { className: "error", id });
    line.dataset.live = "";
    const above = all(":scope > :is(label:not(.choice), h1, legend, .label, .why, .hint)", wrap).at(-1);
    above ? above.after(line) : wrap.prepend(line);
  }
  line.textContent = text;
  const group = wrap.matches("fieldset"), box = group ? wrap : document.getElementById(idOf(path));
  wrap.classList.toggle(group ? "set--bad" : "field--bad", !!text);
  for (const part of all("[data-part]", wrap)) part.classList.toggle("in--bad", !!text);
  for (const one of group ? all("[data-part]", wrap) : [box]) text ? one?.setAttribute("aria-invalid", true) : one?.removeAttribute("aria-invalid");
  const said = new Set((box?.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  text ? said.add(id) : said.delete(id);
  box?.setAttribute("aria-describedby", [...said].join(" "));
  if (!text) line.remove();
  return text;
}

// ---- all of it ----

const status = make("p", { className: "hide" });
status.setAttribute("role", "status");
status.dataset.news = "";

function start() {
  const answers = Object.fromEntries(tops.map((item) => [item.name, typed(item, item.name)]).filter(([, value]) => value !== undefined));
  const open = (name) => name in answers && !items.get(name).sealed;
  const unknown = [...page.unknown.filter((name) => !open(name)),
    ...tops.filter((item) => !isComputed(item) && !(item.name in answers) && !(item.name in page.values) && wrapOf(item.name)).map(({ name }) => name)];
  const form = create(program, { ...page, unknown, drawn: (path) => wrapOf(path)?.hidden });
  const given = new Map();
  const read = () => {
    for (const item of tops) {
      const value = typed(item, item.name), said = JSON.stringify(value);
      if (value === undefined || given.get(item.name) === said) continue;
      given.set(item.name, said);
      form.set(item.name, value);
    }
  };
  function refresh(quiet) {
    read();
    let out = form.outcome, more = 0;
    // A choice taken away or a row more is typed anew.
    for (let round = 0; round < 3; round++) {
      more += revealed(out);
      for (const [path, offered] of Object.entries(out.offered)) narrowed(path, offered);
      for (const [path, count] of Object.entries(out.counts)) counted(path, count);
      read();
      if (!form.changed.size) break;
      out = form.outcome;
    }
    demanded(out);
    worked(form, out);
    const told = [...left].map((path) => objected(path, out.problems.filter(({ place }) => place === path).map(({ text }) => text).join(" ")));
    const news = [more && `${more > 0 ? "多" : "少"}了${Math.abs(more)}题`, ...told].filter(Boolean);
    if (news.length && !quiet) status.textContent = news.join("。");
    look();
  }
  const asked = new Set();
  // Another record was chosen: what it says is asked for once.
  const look = () => {
    for (const link of Object.keys(program.looked ?? {})) {
      const uid = toText(form.at(link) ?? "");
      if (!uid || form.seen[link]?.[0] === uid || asked.has(link + uid)) continue;
      asked.add(link + uid);
      fetch(`${page.look}?${new URLSearchParams({ link, uid })}`)
        .then((answer) => (answer.ok ? answer.json() : {}))
        .then((said) => { form.look(link, uid, said); refresh(); }, () => asked.delete(link + uid));
    }
  };
  root.append(status);
  refresh(true);
  for (const event of ["input", "change"]) document.addEventListener(event, () => refresh());
  root.addEventListener("submit", () => refresh(true), true);
  document.addEventListener("click", ({ target }) => target.closest("[name=more]") && setTimeout(refresh));
  for (const event of ["click", "mousedown", "keydown"]) root.addEventListener(event, held, true);
  root.addEventListener("focusout", ({ target, relatedTarget }) => {
    for (let wrap = target.closest("[data-q]"); wrap && !wrap.contains(relatedTarget); wrap = wrap.parentElement.closest("[data-q]")) left.add(wrap.dataset.q);
    refresh();
  });
}
if (program) {
  if (!program.uses?.every(known)) await import("./expressions-more.js");
  start();
}
