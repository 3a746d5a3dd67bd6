import { icon } from '@aw-flow/editor'
import { ProblemError } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { isBrowserModelEnabled } from './browser-model.ts'
import './browser-model-panel.ts'
import {
  addModelEndpoint,
  toAllowedHost,
  toGrantedModels,
  getModelEndpoints,
  getOfferedModels,
  storeOfferedModels,
  removeModelEndpoint,
  type ModelEndpoint,
} from './model-endpoints.ts'
import { reloadFromServer, testReachability, type Reachability } from '../shell/reachability.ts'
import { pricesDate } from './prices-date.ts'
import { text } from '../shell/forms/fields.ts'
import { renderForm } from '../shell/forms/studio-form.ts'
import { panelStyles } from '../shell/panel.styles.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import { page } from '../shell/element.ts'
import { formatProblem } from '../language/format-problem.ts'
import type { Workspace } from '../workspace.ts'
import {
  changeServerModels,
  isSameModel,
  toEndpoint,
  withModel,
  withoutModel,
  type ServerModel,
} from './server-models.ts'

/**
 * Manages the language models of this browser and of the connected server in one list. A model that an administrator adds
 * is added to both.
 */
export class ModelsPanel extends page({
  endpoints: [] as readonly ModelEndpoint[],
  /** The models of the connected server. `undefined` without a server, and until they are loaded. */
  serverModels: undefined as readonly ServerModel[] | undefined,
  problem: undefined as string | undefined,
  /** The most recently added endpoint and the reason it cannot be reached. `undefined` if it is reachable. */
  unreachableEndpoint: undefined as { endpoint: ModelEndpoint; result: Exclude<Reachability, 'reachable'> } | undefined,
}) {
  static override styles = panelStyles

  constructor() {
    super()
    this.endpoints = getModelEndpoints()
  }

  #loadedServer: Workspace['server']

  protected override willUpdate(): void {
    const server = this.workspace?.server
    if (server === this.#loadedServer) return
    this.#loadedServer = server
    this.serverModels = undefined
    if (server)
      void this.#requestModels(async () => (await server.api.call('GET /api/v1/config', {})).value.llm_models ?? [])
  }

  /** The models of this browser, followed by those that exist only on the server. */
  get #allEndpoints(): readonly ModelEndpoint[] {
    const others = (this.serverModels ?? []).filter(
      (model) => !this.endpoints.some((endpoint) => isSameModel(model, endpoint)),
    )
    return [...this.endpoints, ...others.map(toEndpoint)]
  }

  protected override render(): TemplateResult {
    const { models: strings, common, formats } = getStrings()
    const offeredEndpoints = getOfferedModels()
    return html`
      <h2>${strings.title}</h2>
      <p class="muted">${strings.description}</p>
      ${
        this.#allEndpoints.length === 0
          ? nothing
          : html`<ul aria-label=${strings.title}>
                ${this.#allEndpoints.map((endpoint) => this.#renderEndpoint(endpoint))}
              </ul>
              <p class="muted small" data-testid="prices-date">
                ${strings.prices(formats.date(Date.parse(pricesDate)))}
              </p>`
      }
      ${
        offeredEndpoints.length === 0
          ? nothing
          : html`<p class="muted" id="offered">${strings.importedModels}</p>
              <ul aria-labelledby="offered">
                ${offeredEndpoints.map((endpoint) => this.#renderOfferedEndpoint(endpoint))}
              </ul>`
      }
      ${renderForm({
        fields: () => ({
          name: text(common.name, { isRequired: true, placeholder: strings.nameExample, testId: 'model-name' }),
          address: text(strings.url, {
            isRequired: true,
            placeholder: 'http://localhost:11434/v1',
            testId: 'model-address',
          }),
          model: text(strings.model, { isRequired: true, placeholder: 'llama3.1', testId: 'model-model' }),
          secret: text(strings.key, { placeholder: strings.none }),
        }),
        submit: html`${icon('plus')} ${strings.add}`,
        onSubmit: async (endpoint) => this.#addEndpoint(endpoint) || undefined,
      })}
      ${this.problem ? html`<p class="status bad" role="alert">${icon('circle-x')}<span>${this.problem}</span></p>` : nothing}
      ${this.#renderUnreachable()}
      <studio-browser-model @change=${() => this.#grantModels()}></studio-browser-model>
    `
  }

  #renderUnreachable(): TemplateResult | typeof nothing {
    if (!this.unreachableEndpoint) return nothing
    const { endpoint, result } = this.unreachableEndpoint
    const { origin } = new URL(endpoint.address)
    const strings = getStrings().models.reachability
    return html`<p class="status bad" role="alert" data-testid="model-reach">
      ${icon('triangle-alert')}
      <span>${strings[result](origin)}</span>
      ${
        result === 'outdated'
          ? html`<button @click=${() => void reloadFromServer()}>
              ${icon('refresh-cw')} ${strings.reloadFromServer}
            </button>`
          : nothing
      }
    </p>`
  }

  #renderEndpoint(endpoint: ModelEndpoint): TemplateResult {
    const { name, address, model, secret } = endpoint
    const strings = getStrings().models
    return html`<li>
      ${icon('bot')}
      <span class="item-text">
        <strong>${name}</strong>
        <span class="muted"
          >${strings.modelAtAddress(model, address)}${secret === '' ? '' : strings.withKey(secret)}</span
        >
      </span>
      ${this.#renderLocation(endpoint)}
      <button class="quiet icon" aria-label=${strings.remove(name)} @click=${() => this.#remove(endpoint)}>
        ${icon('trash')}
      </button>
    </li>`
  }

  /** Renders where a model is available. Renders nothing if no server is connected. */
  #renderLocation(endpoint: ModelEndpoint): TemplateResult | typeof nothing {
    if (!this.serverModels) return nothing
    const { keys: strings, locations } = getStrings()
    if (this.#isOnServer(endpoint)) return html`<span class="muted small">${icon('server')} ${strings.onServer}</span>`
    return html`<span class="muted small">${locations.browser}</span> ${
        this.workspace?.canAdminister
          ? html`<button class="quiet link" @click=${() => this.#addToServer(endpoint)}>
              ${strings.sendToServer}
            </button>`
          : nothing
      }`
  }

  #isOnServer(endpoint: ModelEndpoint): boolean {
    return this.serverModels?.some((model) => isSameModel(model, endpoint)) === true
  }

  #addToServer(endpoint: ModelEndpoint): void {
    this.#changeServer((configuration) => withModel(configuration, endpoint))
  }

  /** Changes the models of the server, if the user may do so. */
  #changeServer(change: Parameters<typeof changeServerModels>[1]): void {
    const api = this.workspace?.server?.api
    if (api && this.workspace?.canAdminister)
      void this.#requestModels(() => changeServerModels(api, change)).then(() =>
        this.dispatchEvent(new Event('change')),
      )
  }

  async #requestModels(request: () => Promise<readonly ServerModel[]>): Promise<void> {
    try {
      this.serverModels = await request()
    } catch (cause) {
      if (!(cause instanceof ProblemError)) throw cause
      this.problem = formatProblem(cause.problem)
    }
  }

  #renderOfferedEndpoint(endpoint: ModelEndpoint): TemplateResult {
    const { name, address, model } = endpoint
    const strings = getStrings().models
    return html`<li>
      ${icon('bot')}
      <span class="item-text"
        ><strong>${name}</strong> <span class="muted">${strings.modelAtAddress(model, address)}</span></span
      >
      <button aria-label=${strings.addImportedModel(name)} @click=${() => this.#addEndpoint(endpoint)}>
        ${icon('plus')} ${strings.add}
      </button>
      <button
        class="quiet icon"
        aria-label=${strings.remove(name)}
        @click=${() => {
          storeOfferedModels(getOfferedModels().filter((entry) => entry.name !== name))
          this.requestUpdate()
        }}
      >
        ${icon('trash')}
      </button>
    </li>`
  }

  /** Adds an endpoint. Returns whether that succeeded. */
  #addEndpoint(endpoint: ModelEndpoint): boolean {
    this.problem = addModelEndpoint(endpoint)
    if (this.problem !== undefined) return false
    storeOfferedModels(getOfferedModels())
    this.endpoints = getModelEndpoints()
    void this.workspace?.engine.networkAccess.allowHost(toAllowedHost(endpoint))
    this.#grantModels()
    void this.#testReachability(endpoint)
    this.#addToServer(endpoint)
    return true
  }

  /** Allows runs on this page to call the listed models, and no others. */
  #grantModels(): void {
    void this.workspace?.engine.networkAccess.setModels(toGrantedModels(this.endpoints, isBrowserModelEnabled()))
  }

  /**
   * Tests whether this page can reach an endpoint. Skipped if a server is connected, because the server sends the
   * requests.
   */
  async #testReachability(endpoint: ModelEndpoint): Promise<void> {
    this.unreachableEndpoint = undefined
    if (this.workspace?.server) return
    const result = await testReachability(endpoint.address)
    this.unreachableEndpoint = result === 'reachable' ? undefined : { endpoint, result }
  }

  #remove(endpoint: ModelEndpoint): void {
    const isOnServer = this.#isOnServer(endpoint)
    const isInBrowser = this.endpoints.includes(endpoint)
    if (isOnServer) this.#changeServer((configuration) => withoutModel(configuration, endpoint.model))
    if (isInBrowser) removeModelEndpoint(endpoint.name)
    if (this.unreachableEndpoint?.endpoint.name === endpoint.name) this.unreachableEndpoint = undefined
    this.endpoints = getModelEndpoints()
    this.#grantModels()
    const undo = (): void => {
      if (isOnServer) this.#addToServer(endpoint)
      if (isInBrowser) addModelEndpoint(endpoint)
      this.endpoints = getModelEndpoints()
      this.#grantModels()
    }
    this.dispatchEvent(
      new ToastEvent(getStrings().models.removed(endpoint.name), { label: getStrings().common.undo, run: undo }),
    )
  }
}

customElements.define('studio-models', ModelsPanel)
