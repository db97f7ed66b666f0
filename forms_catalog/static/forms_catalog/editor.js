/** Controls of the blocks that Wagtail does not bring. */
(() => {
  /** A select that also takes a value that it does not offer, and says so. */
  class BoundOpenSelect {
    constructor(input, capabilities) {
      this.input = input;
      this.idForLabel = input.id;
      this.capabilities = capabilities;
    }
    getValue() {
      return this.input.value;
    }
    getState() {
      return this.input.value;
    }
    setState(state) {
      const value = String((Array.isArray(state) ? state[0] : state) ?? "");
      if (![...this.input.options].some((option) => option.value === value)) {
        this.input.add(new Option(`${value}（现在没有）`, value));
      }
      this.input.value = value;
    }
    setInvalid(invalid) {
      if (invalid) this.input.setAttribute("aria-invalid", "true");
      else this.input.removeAttribute("aria-invalid");
    }
    getTextLabel() {
      return this.input.value ? this.input.selectedOptions[0].text : "";
    }
    focus() {
      this.input.focus();
    }
    setCapabilityOptions(name, options) {
      Object.assign(this.capabilities?.get(name) ?? {}, options);
    }
  }

  class OpenSelect {
    constructor(html) {
      this.html = html;
    }
    render(placeholder, name, id, state, capabilities, options = {}) {
      const box = document.createElement("div");
      box.innerHTML = this.html.replace(/__NAME__/g, name).replace(/__ID__/g, id).trim();
      const input = box.firstElementChild;
      placeholder.replaceWith(input);
      for (const [key, value] of Object.entries(options.attributes ?? {})) {
        input.setAttribute(key, value);
      }
      const bound = new BoundOpenSelect(input, capabilities);
      bound.setState(state);
      return bound;
    }
  }

  /** A stream whose chooser leaves out what is only there to keep questions of unknown types. */
  class Questions extends window.wagtailStreamField.blocks.StreamBlockDefinition {
    constructor(name, groups, states, meta) {
      super(name, groups, states, meta);
      this.groupedChildBlockDefs = groups
        .map(([group, blocks]) => [group, blocks.filter((block) => block.name !== meta.kept)])
        .filter(([, blocks]) => blocks.length);
    }
  }

  window.telepath.register("forms_catalog.OpenSelect", OpenSelect);
  window.telepath.register("forms_catalog.Questions", Questions);
})();
