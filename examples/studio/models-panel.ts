import { controls, icon, tokens } from '@aw-flow/editor'
import { css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { say, SpeechController } from './language/speak.ts'
import { addModelEndpoint, modelEndpoints, removeModelEndpoint, type ModelEndpoint } from './model-endpoints.ts'
import { ToastEvent } from './studio-events.ts'

/** The language models that steps may ask, and where: chosen by name in the list of steps. */
export class ModelsPanel extends LitElement {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        font-size: 14px;
      }

      h2,
      p {
        margin: 0;
      }

      h2 {
        font-size: 14px;
      }

      p {
        line-height: 1.5;
      }

      form {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(240px, 100%), 1fr));
        align-items: end;
        gap: 12px;
      }

      label {
        display: grid;
        gap: 4px;
        font-size: 13px;
        font-weight: 500;
      }

      label input {
        font-weight: 400;
      }

      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }

      li {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 44px;
        border-top: 1px solid var(--_border);
      }

      .what {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }

      .bad {
        display: flex;
        gap: 8px;
      }
    `,
  ]
  static override properties: PropertyDeclarations = { endpoints: { state: true }, problem: { state: true } }

  declare endpoints: readonly ModelEndpoint[]
  declare problem: string | undefined

  constructor() {
    super()
    this.endpoints = modelEndpoints()
    this.addController(new SpeechController(this))
  }

  protected override render(): TemplateResult {
    const { models: words, common } = say()
    return html`
      <h2>${words.title}</h2>
      <p class="muted">${words.says}</p>
      ${
        this.endpoints.length === 0
          ? nothing
          : html`<ul aria-label=${words.title}>
              ${this.endpoints.map((endpoint) => this.#renderEndpoint(endpoint))}
            </ul>`
      }
      <form @submit=${this.#add}>
        <label
          >${common.name}<input
            name="name"
            required
            autocomplete="off"
            placeholder=${words.nameExample}
            data-testid="model-name"
        /></label>
        <label
          >${words.address}<input
            name="address"
            required
            autocomplete="off"
            placeholder="http://localhost:11434/v1"
            data-testid="model-address"
        /></label>
        <label
          >${words.model}<input
            name="model"
            required
            autocomplete="off"
            placeholder="llama3.1"
            data-testid="model-model"
        /></label>
        <label>${words.key}<input name="secret" autocomplete="off" placeholder=${words.none} /></label>
        <button>${icon('plus')} ${words.add}</button>
      </form>
      ${this.problem ? html`<p class="bad" role="alert">${icon('circle-x')}<span>${this.problem}</span></p>` : nothing}
    `
  }

  #renderEndpoint(endpoint: ModelEndpoint): TemplateResult {
    const { name, address, model, secret } = endpoint
    const words = say().models
    return html`<li>
      ${icon('bot')}
      <span class="what">
        <strong>${name}</strong>
        <span class="muted">${words.at(model, address)}${secret === '' ? '' : words.withKey(secret)}</span>
      </span>
      <button class="quiet icon" aria-label=${words.remove(name)} @click=${() => this.#remove(endpoint)}>
        ${icon('trash')}
      </button>
    </li>`
  }

  #add = (event: SubmitEvent): void => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const data = new FormData(form)
    const text = (name: string): string => String(data.get(name) ?? '').trim()
    this.problem = addModelEndpoint({
      name: text('name'),
      address: text('address'),
      model: text('model'),
      secret: text('secret'),
    })
    if (this.problem !== undefined) return
    form.reset()
    this.endpoints = modelEndpoints()
  }

  #remove(endpoint: ModelEndpoint): void {
    removeModelEndpoint(endpoint.name)
    this.endpoints = modelEndpoints()
    const run = (): void => {
      addModelEndpoint(endpoint)
      this.endpoints = modelEndpoints()
    }
    this.dispatchEvent(new ToastEvent(say().models.removed(endpoint.name), { word: say().common.undo, run }))
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-models': ModelsPanel
  }
}

customElements.define('studio-models', ModelsPanel)
