// Opens and focuses the block that an address names: `#block-…-section`, once the stream is drawn.
const wanted = decodeURIComponent(location.hash.slice(1));
const tries = 40;

function open(target) {
  const panel = target.closest("[data-panel]") ?? target;
  const toggle = panel.querySelector("[data-panel-toggle]");
  if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
  const bad = panel.querySelector("[aria-invalid='true'], .w-field--error input, .w-field--error textarea");
  panel.scrollIntoView({ block: "start" });
  (bad ?? toggle)?.focus({ preventScroll: Boolean(bad) === false });
}

function look(left) {
  const target = document.getElementById(wanted);
  if (target) open(target);
  else if (left) setTimeout(look, 100, left - 1);
}

// Wagtail takes the root of every stream by its `element`, which its own lists and parts do not have.
const { ListBlock, StructBlock } = window.wagtailStreamField?.blocks ?? {};
for (const block of [ListBlock, StructBlock])
  if (block && !("element" in block.prototype))
    Object.defineProperty(block.prototype, "element", {
      get() { return this.container[0]; },
      set(element) { Object.defineProperty(this, "element", { value: element, writable: true }); },
    });

// What must be decided or corrected first comes into sight first.
const first = document.querySelector(".tpl-note[tabindex]");
if (wanted.startsWith("block-")) look(tries);
else if (first) addEventListener("load", () => setTimeout(() => first.focus(), 200));

// Each sending of the page has its number: the server knows what overtook what.
const edited = document.getElementById("w-editor-form");
const turn = edited?.elements.turn;
let sent = Number(turn?.value);
if (turn) {
  edited.addEventListener("w-autosave:save", ({ detail }) => detail.formData.set("turn", ++sent));
  edited.addEventListener("submit", () => { turn.value = ++sent; });
}

// Wagtail drops the look that is chosen while the one before is still being drawn.
let drawing = false;
let missed = null;
addEventListener("w-preview:update", () => { drawing = true; });
addEventListener("change", ({ target }) => {
  if (drawing && target.matches("[data-w-preview-target='mode']")) missed = target;
}, true);
addEventListener("w-preview:updated", () => {
  const again = missed;
  drawing = false;
  missed = null;
  again?.dispatchEvent(new Event("change"));
});
