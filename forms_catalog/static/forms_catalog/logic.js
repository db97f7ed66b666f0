/**
 * What a form's expressions do to its answers, in the browser. forms_catalog/logic/evaluation.py is the
 * judge and says why; here only what a change reaches is run again, and what rests on something that
 * this page does not know is left as the server drew it.
 */

import { compile, Environment } from "./expressions.js";
import {
  codes, Day, first, Identity, kept, mapped, Rows, toBoolean, toMoment, toNumber, toText, Unknown, valueOf,
} from "./values.js";

/** Marks a row that is still empty: it is drawn, and no expression sees it. */
export const BLANK = Symbol("blank");
/** Stands for a value that this page does not know. */
export const HERE_UNKNOWN = Symbol("unknown");
const MOST_ROWS = 200;
const TREES = ["relevant", "required", "readOnly", "constraint", "calculation", "filter", "repeatCount", "when", "holds"];

const known = (value) => { if (value === HERE_UNKNOWN) throw new Unknown("value"); return value; };
const sign = (value) => (value instanceof Object ? value.constructor.name + toText(value) : typeof value + String(value));

/** The run's result, or `otherwise` when it asks for what is not known here. */
function tried(run, otherwise) {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Unknown || error instanceof RangeError)) throw error;
    return otherwise;
  }
}

class Scene extends Environment {
  constructor(form, now) {
    super(now);
    Object.assign(this, { form, rows: {}, limit: 1e6 });
  }

  name(name) {
    const { form } = this, above = form.columns.get(name);
    form.see(name);
    if (!above) return known(form.values[name]) ?? this.other(name);
    const row = this.rows[above.at(-1)];
    return row ? known(row[name]) ?? "" : this.list(name, above);
  }

  cells(name) {
    const column = name.slice(name.lastIndexOf(".") + 1), above = this.form.columns.get(column);
    return above ? this.list(column, above) : this.name(name);
  }

  /** Every cell of a column; inside an outer row, the cells of that row's own table. */
  list(name, [head, ...inner]) {
    const { form } = this;
    form.see(name).see(head);
    let rows = Array.from(known(form.values[head]) ?? []);
    for (const table of inner) {
      if (this.rows[head]) rows = [this.rows[head]];
      rows = rows.flatMap((row) => Array.from(known(row[table]) ?? []));
    }
    return rows.filter((row) => name in row).map((row) => known(row[name]));
  }

  other(name) {
    if (name === "_today") return new Day(this.now.days);
    if (name === "_now") return this.now;
    if (name[0] === "_") return this.form.reserved[name] ?? "";
    const dot = name.lastIndexOf(".");
    if (dot < 0) return "";
    const head = name.slice(0, dot), column = name.slice(dot + 1);
    if (this.form.tables.has(head)) return this.name(column);
    const [uid, seen] = this.form.seen[head] ?? [], link = toText(this.name(head));
    if (!link) return "";
    if (uid !== link || !(column in seen)) throw new Unknown(name);
    return seen[column];
  }

  rowsOf(source) {
    const found = this.form.lists[source];
    if (!found) throw new Unknown(source);
    return found;
  }

  label(value, question) {
    if (!this.form.items.has(question)) return value;
    const words = new Map(this.rowsOf(`#${question}`).map((row) => [row.name, row.label]));
    return codes(value).filter((code) => words.has(code)).map((code) => words.get(code)).join("，");
  }

  owning(own) {
    return Object.assign(Object.create(this), { own });
  }

  inside(table, row, position) {
    return Object.assign(this.within({}, position), { rows: { ...this.rows, [table]: row }, own: "" });
  }
}

// ---- the form ----

function compiled(part) {
  const made = { ...part };
  for (const name of TREES) if (part[name]) made[name] = compile(part[name]);
  return made;
}
const table = (said) => said && {
  ...said,
  lines: said.lines.map((line) => ({ ...compiled(line), then: line.then?.tree ? compile(line.then.tree) : () => line.then ?? "" })),
};

class Form {
  constructor(program, page) {
    this.items = new Map(program.items.map((item) => [item.name, { ...compiled(item), points: table(item.points) }]));
    this.columns = new Map();
    for (const { name, above } of this.items.values()) if (above) this.columns.set(name, above);
    this.tables = new Set([...this.columns.values()].flat());
    this.sections = program.sections.map((trees) => trees.map(compile));
    this.decisions = new Map(program.tables.map((said) => [said.name, table(said)]));
    this.reserved = mapped(page.reserved ?? {}, valueOf);
    this.given = mapped(page.values, valueOf);
    this.before = mapped(page.before ?? {}, valueOf);
    this.drawn = page.drawn ?? (() => undefined);
    this.unknown = new Set(page.unknown);
    this.seen = mapped(page.seen ?? {}, ([uid, said]) => [uid, mapped(said, valueOf)]);
    const { lists } = program, { action } = page;
    Object.assign(this, { lists, action, values: {}, told: {}, closed: {}, lines: new WeakMap(), changed: new Set() });
    this.scene = new Scene(this, toMoment(page.now));
    this.jobs = [
      ...program.order.map((name) => () => this.settle(name)),
      ...[...this.items.values()].filter((item) => item.required || item.readOnly || item.constraint)
        .map((item) => () => this.judge(item)),
      ...program.checks.map(compiled).map((check) => () => this.check(check)),
    ].map((run) => ({ run }));
  }

  /** An answer that was typed; a table as the list of its rows. */
  set(name, value) {
    this.given[name] = value;
    this.changed.add(`=${name}`);
  }

  /** What a record that is pointed at says of its columns. */
  look(link, uid, said) {
    this.seen[link] = [uid, mapped(said, valueOf)];
    this.changed.add(link);
  }

  /** Everything that is known now; runs what rests on whatever was changed. */
  get outcome() {
    this.scene.log.steps = 0;
    for (const job of this.jobs) {
      if (job.reads && ![...job.reads].some((name) => this.changed.has(name))) continue;
      Object.assign(job, { reads: new Set(), said: [] });
      this.job = job;
      job.run();
    }
    this.changed.clear();
    const out = { problems: [] };
    for (const part of ["hidden", "required", "readOnly", "offered", "cleared", "counts", "told", "unknown"]) out[part] = {};
    for (const { said } of this.jobs)
      for (const [part, path, found] of said) part === "problems" ? out.problems.push(found) : (out[part][path] = found);
    return out;
  }

  /** The value at a path, of rows by their number on the page. */
  at(path) {
    const [head, ...rest] = path.split(".");
    let values = this.values, name = head;
    for (let at = 0; at < rest.length; at += 2) {
      values = this.lines.get(values?.[name])?.[rest[at] - 1]?.[1];
      name = rest[at + 1];
    }
    return values?.[name];
  }

  see(name) {
    this.job.reads.add(name);
    if (this.unknown.has(name)) throw new Unknown(name);
    return this;
  }

  say(part, path, found) {
    this.job.said.push([part, path, found]);
  }

  /** Says what was found, or that it is not known here. */
  state(part, path, found) {
    this.say(found === undefined ? "unknown" : part, path, found ?? true);
  }

  /** Whether it holds; undefined when that cannot be known here. */
  ask(run, scene) {
    return run ? tried(() => toBoolean(run(scene))) : true;
  }

  settle(name) {
    const item = this.items.get(name), rows = this.decisions.get(name);
    const now = () => sign(this.values[name]) + this.values[name]?.length + this.told[name]?.why, before = now();
    if (rows) this.decide(rows);
    else if (item.above) return this.settleColumn(item);
    else {
      this.job.reads.add(`=${name}`);
      this.one(item, this.scene, this.given, this.values, name, this.shut(item.section ?? 0));
    }
    this.note(name, before, now());
  }

  settleColumn(item) {
    for (const name of item.above) this.job.reads.add(`@${name}`);
    const signs = [];
    for (const [scene, row, path, cells] of this.rowsIn(item.above)) {
      this.one(item, scene, cells, row, path + item.name, false);
      signs.push(path, sign(row[item.name]), row[item.name]?.length);
    }
    this.note(item.name, this.job.signs, (this.job.signs = signs.join()));
  }

  note(name, before, now) {
    if (before !== now) this.changed.add(name);
    if (this.tables.has(name)) this.changed.add(`@${name}`);
  }

  /** Scene, values, path and typed cells of every row of the innermost table. */
  rowsIn(above) {
    let found = [[this.scene, this.values, ""]];
    for (const name of above)
      found = found.flatMap(([scene, values, path]) =>
        (this.lines.get(values[name]) ?? []).map(([cells, row, number, at]) =>
          [scene.inside(name, row, at), row, `${path}${name}.${number}.`, cells]));
    return found;
  }

  /** Whether a section is not asked. */
  shut(number) {
    const asked = this.sections[number].map((run) => this.ask(run, this.scene));
    const found = asked.includes(false) ? true : asked.includes(undefined) ? undefined : false;
    this.state("hidden", `§${number}`, found);
    return found;
  }

  one(item, scene, cells, values, path, shut) {
    const asked = this.ask(item.relevant, scene);
    const hidden = shut || asked === false || (shut === false && asked ? false : this.drawn(path));
    delete values[item.name];
    this.closed[path] = hidden;
    if (hidden === undefined) values[item.name] = HERE_UNKNOWN;
    this.state("hidden", path, hidden);
    if (hidden !== false) return;
    values[item.name] = this.valued(item, scene, cells, path);
  }

  valued(item, scene, cells, path) {
    const given = cells[item.name] ?? "";
    if (this.tables.has(item.name)) return given === HERE_UNKNOWN ? given : this.rowsOf(item, scene, given, path);
    let value = given;
    if (item.calculation || item.decision || item.points)
      value = this.due(item) ? tried(() => this.computed(item, scene, given, path), HERE_UNKNOWN) : cells[item.name] ?? HERE_UNKNOWN;
    if (value === HERE_UNKNOWN) this.say("unknown", path, true);
    return item.filter ? this.filtered(item, scene, value, path) : value;
  }

  /** With a trigger: only when that question has another answer than before. */
  due({ name, trigger }) {
    if (!trigger || !(name in this.before)) return true;
    this.job.reads.add(`=${trigger}`);
    return sign(this.before[trigger] ?? "") !== sign(this.given[trigger] ?? "");
  }

  computed(item, scene, given, path) {
    const seen = scene.owning(given);
    if (item.calculation) return kept(item, first(item.calculation(seen)));
    if (item.decision) return kept(item, seen.name(item.decision));
    return kept(item, this.row(item.points, seen, path));
  }

  decide(rows) {
    this.values[rows.name] = tried(() => this.row(rows, this.scene, rows.name), HERE_UNKNOWN);
    if (this.values[rows.name] === HERE_UNKNOWN) this.say("unknown", rows.name, true);
  }

  /** The result of the first row that holds, or of all, and its words. */
  row({ label, all, lines }, scene, path) {
    const held = [], why = [];
    for (const line of lines) {
      if (line.when ? !toBoolean(line.when(scene)) : held.length) continue;
      held.push(first(line.then(scene)));
      if (line.why) why.push(line.why);
      if (!all) break;
    }
    const found = all ? held.map(toText).join(" ") : held[0] ?? "";
    this.say("told", path, (this.told[path] = { label, value: toText(found), why }));
    return found;
  }

  /** Codes that are offered no more are taken away. */
  filtered(item, scene, value, path) {
    const all = this.lists[item.choices ?? `#${item.name}`];
    const offered = tried(() => all.filter((row, at) => toBoolean(item.filter(scene.within(row, at + 1)))).map((row) => row.name));
    this.state("offered", path, offered);
    if (!offered || typeof value !== "string") return value;
    const gone = codes(value).filter((code) => !offered.includes(code));
    if (!gone.length) return value;
    this.say("cleared", path, gone);
    return codes(value).filter((code) => offered.includes(code)).join(" ");
  }

  rowsOf(item, scene, given, path) {
    let rows = Array.isArray(given) ? given : [];
    const wanted = item.repeatCount && tried(() => toNumber(item.repeatCount(scene)));
    if (wanted !== undefined) {
      const count = Math.trunc(Math.max(0, Math.min(wanted, MOST_ROWS))) || 0;
      this.say("counts", path, count);
      rows = rows.slice(0, count);
    }
    let at = 0;
    const lines = rows.map((cells, index) => [cells, {}, index + 1, cells[BLANK] ? at + 1 : ++at]);
    const found = Rows.from(lines.filter(([cells]) => !cells[BLANK]), ([, row]) => row);
    this.lines.set(found, lines);
    return found;
  }

  // ---- judging ----

  judge(item) {
    const above = item.above ?? [];
    for (const name of [item.name, ...above]) this.job.reads.add(name).add(`@${name}`);
    for (const [scene, values, path] of this.rowsIn(above)) {
      const own = values[item.name], at = path + item.name;
      if (this.closed[at] !== false) continue;
      for (const part of ["required", "readOnly"]) if (item[part]) this.state(part, at, this.ask(item[part], scene));
      if (!item.constraint || own === "" || own === HERE_UNKNOWN || (own instanceof Identity && !own.text)) continue;
      const fits = this.ask(item.constraint, scene.owning(own));
      if (fits === undefined) this.say("unknown", at, true);
      if (fits === false) this.tell({ code: "answer.constraint", place: at, text: item.message });
    }
  }

  check(check) {
    if (check.at && ![...check.at, "update"].includes(this.action)) return;
    this.job.reads.add(check.decision);
    if (this.ask(check.holds, this.scene) !== false) return;
    const why = this.told[check.decision]?.why.join("；");
    const said = check.message + (why ? `（${why}）` : "");
    this.tell({ code: check.warn ? "rule.doubt" : "rule.broken", place: check.spot ?? "", text: said, warn: check.warn });
  }

  tell(problem) {
    this.say("problems", problem.place, problem);
  }
}

/** A form that lives: `set` what is typed, read `outcome`. `page` is what the server wrote into the page. */
export const create = (program, page) => new Form(program, page);
