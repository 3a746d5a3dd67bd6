import { icon, renderCode } from '@aw-flow/editor'
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
import { addTabKey } from './tab-keys.ts'
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
  isHostRefused,
  isNearHost,
  testServerModel,
  toEndpoint,
  toKeyName,
  withAllowedHost,
  withModel,
  withoutModel,
  type ModelTest,
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
  /** The URL in the form. */
  address: '',
  /** The model of the server that was tested last, and the result. Without a result, the test is in progress. */
  test: undefined as { endpoint: ModelEndpoint; result?: ModelTest } | undefined,
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
    const { models: strings, formats } = getStrings()
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
          address: text(strings.url, {
            value: this.address,
            isRequired: true,
            placeholder: 'http://localhost:11434/v1',
            testId: 'model-address',
            onInput: ({ target }) => (this.address = (target as HTMLInputElement).value),
          }),
          model: text(strings.model, { isRequired: true, placeholder: 'llama3.1', testId: 'model-model' }),
          name: text(strings.name, { placeholder: strings.nameExample, testId: 'model-name' }),
          key: text(strings.key, { type: 'password', placeholder: strings.none, testId: 'model-key' }),
        }),
        submit: html`${icon('plus')} ${this.#nearHost === undefined ? strings.add : strings.addAndAllow(this.#nearHost)}`,
        onSubmit: async ({ key, name, ...endpoint }) =>
          (await this.#addWithKey({ ...endpoint, name: name || endpoint.model }, key)) || undefined,
      })}
      ${this.problem ? html`<p class="status bad" role="alert">${icon('circle-x')}<span>${this.problem}</span></p>` : nothing}
      ${this.#renderUnreachable()} ${this.#renderTest()}
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

  #renderTest(): TemplateResult | typeof nothing {
    if (!this.test) return nothing
    const { endpoint, result } = this.test
    const { models: strings } = getStrings()
    const { host } = new URL(endpoint.address)
    if (!result)
      return html`<p class="status muted" role="status">${icon('loader-circle')} ${strings.testing(endpoint.name)}</p>`
    if ('answer' in result)
      return html`<p class="status good" role="status" data-testid="model-test">
        ${icon('circle-check')}<span>${strings.answered(endpoint.name, result.answer)}</span>
      </p>`
    return html`<p class="status bad" role="alert" data-testid="model-test">
      ${icon('circle-x')}<span>${renderCode(formatProblem(result.problem))}</span>
      ${
        isHostRefused(result) && this.workspace?.canAdminister
          ? html`<button data-testid="allow-host" @click=${() => void this.#allowHost(endpoint, host)}>
              ${strings.allowHost(host)}
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
    if (this.#isOnServer(endpoint))
      return html`<span class="muted small">${icon('server')} ${strings.onServer}</span>
        <button
          class="quiet"
          aria-label=${getStrings().models.testLabel(endpoint.name)}
          @click=${() => void this.#testModel(endpoint)}
        >
          ${getStrings().models.test}
        </button>`
    return html`<span class="muted small">${locations.browser}</span> ${
        this.workspace?.canAdminister
          ? html`<button class="quiet link" @click=${() => void this.#addToServer(endpoint)}>
              ${strings.sendToServer}
            </button>`
          : nothing
      }`
  }

  #isOnServer(endpoint: ModelEndpoint): boolean {
    return this.serverModels?.some((model) => isSameModel(model, endpoint)) === true
  }

  /** The host of the URL in the form, if adding the model allows the server's runs to reach it. */
  get #nearHost(): string | undefined {
    if (!this.serverModels || !this.workspace?.canAdminister || !URL.canParse(this.address)) return undefined
    const { host, hostname } = new URL(this.address)
    return host !== '' && isNearHost(hostname) ? host : undefined
  }

  /** Adds a model to the server, if the user may do so, and tests it. */
  async #addToServer(endpoint: ModelEndpoint, allowedHost?: string): Promise<void> {
    await this.#changeServer((configuration) => {
      const changed = withModel(configuration, endpoint)
      return allowedHost === undefined ? changed : withAllowedHost(changed, allowedHost)
    })
    if (!this.#isOnServer(endpoint)) return
    await this.#testModel(endpoint)
    const result = this.test?.result
    if (!result || !('answer' in result)) return
    const detail = getStrings().models.answered(endpoint.name, result.answer)
    this.dispatchEvent(new CustomEvent('studio-model-ready', { detail }))
  }

  /** Changes the models of the server, if the user may do so. */
  async #changeServer(change: Parameters<typeof changeServerModels>[1]): Promise<void> {
    const api = this.workspace?.server?.api
    if (!api || !this.workspace?.canAdminister) return
    await this.#requestModels(() => changeServerModels(api, change))
    this.dispatchEvent(new Event('change'))
  }

  async #testModel(endpoint: ModelEndpoint): Promise<void> {
    const api = this.workspace?.server?.api
    if (!api) return
    const test = { endpoint }
    this.test = test
    const result = await testServerModel(api, endpoint.model)
    // The user may have tested another model in the meantime.
    if (this.test === test) this.test = { endpoint, result }
  }

  async #allowHost(endpoint: ModelEndpoint, host: string): Promise<void> {
    await this.#changeServer((configuration) => withAllowedHost(configuration, host))
    if (this.problem === undefined) await this.#testModel(endpoint)
  }

  /** Adds an endpoint and its API key, which is sent only to the host of the endpoint. Returns whether that succeeded. */
  async #addWithKey(endpoint: Omit<ModelEndpoint, 'secret'>, value: string): Promise<boolean> {
    const secret = value === '' ? '' : toKeyName(endpoint.name)
    const allowedHost = this.#nearHost
    if (!this.#addEndpoint({ ...endpoint, secret }, false)) return false
    if (value !== '') {
      const hosts = [new URL(endpoint.address).host]
      const problem = await this.workspace?.networkAccess.setSecret(secret, value, hosts)
      this.problem = problem && formatProblem(problem)
      addTabKey({ name: secret, value, hosts })
      this.dispatchEvent(new Event('change'))
    }
    this.address = ''
    await this.#addToServer({ ...endpoint, secret }, allowedHost)
    return true
  }

  async #requestModels(request: () => Promise<readonly ServerModel[]>): Promise<void> {
    this.problem = undefined
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

  /** Adds an endpoint to this browser and, if asked, to the server. Returns whether that succeeded. */
  #addEndpoint(endpoint: ModelEndpoint, shouldAddToServer = true): boolean {
    this.problem = addModelEndpoint(endpoint)
    if (this.problem !== undefined) return false
    storeOfferedModels(getOfferedModels())
    this.endpoints = getModelEndpoints()
    void this.workspace?.engine.networkAccess.allowHost(toAllowedHost(endpoint))
    this.#grantModels()
    void this.#testReachability(endpoint)
    if (shouldAddToServer) void this.#addToServer(endpoint)
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
    if (this.test?.endpoint.name === endpoint.name) this.test = undefined
    if (isOnServer) void this.#changeServer((configuration) => withoutModel(configuration, endpoint.model))
    if (isInBrowser) removeModelEndpoint(endpoint.name)
    if (this.unreachableEndpoint?.endpoint.name === endpoint.name) this.unreachableEndpoint = undefined
    this.endpoints = getModelEndpoints()
    this.#grantModels()
    const undo = (): void => {
      if (isOnServer) void this.#addToServer(endpoint)
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
