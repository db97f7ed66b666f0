// Who is told is put together from lists: who, and whose where. The text field is what is saved.
import { form, offered } from "./rule-asking.js";
import { choose, make } from "./rule-controls.js";

const POST = /^([a-z][a-z0-9_]*)@([a-z_][a-z0-9_]*)(?:\(([a-z_][a-z0-9_.]*)\))?$/;
const split = (text) => text.split(/[\s,，、;；]+/).filter(Boolean);

/** A recipient in words; what cannot be read stays as it is and says so. */
export function called(people, text) {
  const other = [...people.people, ...people.phones].find(([code]) => code === text);
  if (other) return text.startsWith("$") && !other[1].includes("电话") ? `${other[1]}（电话）` : other[1];
  const [, role, where, of] = text.match(POST) ?? [];
  const post = people.roles.find(([code]) => code === role);
  if (!post) return `${text}（看不懂是谁）`;
  const place = [...people.places, ...people.bodies].find(([code]) => code === where);
  return `${post[1]}（${of ? `按“${of}”：` : ""}${place ? place[1] : where}）`;
}

/** The list of those who are told, each with a button to leave them out, and two lists to add from. */
export function whom(people, value, label, write) {
  const list = make("ol", { class: "names__list", "aria-label": label });
  const adding = make("span", { class: "recipients__add" });
  const draw = () => {
    list.replaceChildren(...value.map((one, at) => make("li", {}, make("span", {}, called(people, one)),
      make("button", { type: "button", "aria-label": `去掉${called(people, one)}`,
        onclick: () => { value.splice(at, 1); draw(); write(value); } }, "去掉"))));
  };
  const put = (text) => {
    if (!value.includes(text)) value.push(text);
    draw();
    write(value);
    add();
  };
  const add = () => adding.replaceChildren(choose(every(people), "", `${label}：添谁`, (code) => {
    const post = people.roles.find(([one]) => one === code);
    if (post) where(code, post);
    else put(code);
  }, "添一个"));
  const where = (code, [, words, body]) => {
    const places = body ? [...people.bodies, ...people.places.filter(([one]) => one !== "record")] : people.places;
    const pick = choose(places, places[0][0], `${words}：哪里的`, () => {});
    adding.replaceChildren(make("span", {}, words), pick,
      make("button", { type: "button", class: "button button-small button-secondary",
        onclick: () => put(`${code}@${pick.value}`) }, "添上"),
      make("button", { type: "button", class: "button button-small button-secondary", onclick: add }, "不添了"));
    pick.focus();
  };
  draw();
  add();
  return [list, adding];
}

function every(people) {
  return [...people.roles.map(([code, words]) => [code, words, "岗位"]),
    ...people.people.map(([code, words]) => [code, words, "跟这份记录有关的人"]),
    ...people.phones.map(([code, words]) => [code, words, "记录里的电话，只发短信和通知单"])];
}

/** Puts the choice before a text field, which stays to be opened for whoever writes codes. */
export async function recipients(box) {
  const place = make("div", { class: "recipients" });
  const label = form.querySelector(`label[for="${CSS.escape(box.id)}"]`)?.textContent.replace("*", "").trim() || "告诉谁";
  const between = box.dataset.recipients === "lines" ? "\n" : "、";
  let own = false;
  const draw = async () => {
    const { people } = await offered();
    place.replaceChildren(...whom(people, split(box.value), label, (value) => {
      own = true;
      box.value = value.join(between);
      for (const kind of ["input", "change"]) box.dispatchEvent(new Event(kind, { bubbles: true }));
      own = false;
    }));
  };
  try { await draw(); } catch { return; }
  const text = make("details", { class: "rule__text" }, make("summary", {}, "高级：用代码写"));
  box.before(place, text);
  text.append(box);
  document.querySelector(`[data-line="${box.name}"]`)?.closest("[data-panel]")?.setAttribute("hidden", "");
  box.addEventListener("change", () => own || draw().catch(() => {}));
}
