import type { ServerApi } from '@aw-flow/client'
import { icon, renderProblem } from '@aw-flow/editor'
import { ProblemError, type Problem } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { repeat } from 'lit/directives/repeat.js'
import { strings } from '../language/strings.ts'
import { QueryController } from '../shell/query-controller.ts'
import { getAgentPath, getRunPath } from '../shell/router.ts'
import { renderNoServer } from '../shell/render-no-server.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import type { Workspace } from '../workspace.ts'
import { renderAgentForm } from './agent-form-panel.ts'
import { isSecretShared, parseTestInput, toAgentBody, toSecretName, toStatusBody } from './agent-form.ts'
import { agentsPageStyles } from './agents-page.styles.ts'
import {
  checkAgent,
  listAgents,
  listAgentSteps,
  testAgent,
  type Agent,
  type AgentAuth,
  type AgentHealth,
  type AgentStep,
  type AgentTest,
  type BuiltInAgent,
  type ListedModelAgent,
  type RemoteAgent,
} from './server-agents.ts'

/** Time between two updates of the list, in ms. */
const refreshMs = 5_000

/** The agents of a server: built-in ones, and remote ones with their health, credentials, tests and tokens. */
export class AgentsPage extends LitElement {
  static override styles = agentsPageStyles
  static override properties: PropertyDeclarations = {
    workspace: { attribute: false },
    query: { attribute: false },
    open: { state: true },
    agents: { state: true },
    steps: { state: true },
    health: { state: true },
    form: { state: true },
    createdToken: { state: true },
    deletionId: { state: true },
    deletesSecret: { state: true },
    testResult: { state: true },
    isTestInvalid: { state: true },
  }

  declare workspace: Workspace | undefined
  /** Query of the URL. */
  declare query: string | undefined
  /** Id of the agent whose details are open. */
  declare open: string
  /** `undefined` while they are loading. */
  declare agents: readonly Agent[] | undefined
  /** The steps of the open agent, if it pulls its work. */
  declare steps: readonly AgentStep[]
  /** The latest health check of each agent in this page; `pending` while it runs. */
  declare health: ReadonlyMap<string, AgentHealth | 'pending'>
  /** The open form: for a new agent, or for the edited one. */
  declare form: { edited: RemoteAgent | undefined; delivery: RemoteAgent['delivery']; auth: AgentAuth } | undefined
  /** The most recently created token, which the server does not return again. */
  declare createdToken: { name: string; token: string } | undefined
  /** Id of the agent whose deletion needs confirmation. */
  declare deletionId: string
  /** Whether the secret of that agent is deleted, too. */
  declare deletesSecret: boolean
  declare testResult: AgentTest | 'pending' | undefined
  declare isTestInvalid: boolean

  #timer: ReturnType<typeof setTimeout> | undefined
  /** Number of sent changes. Lists that were requested before the latest change are outdated and ignored. */
  #changeCount = 0

  constructor() {
    super()
    this.open = ''
    this.deletionId = ''
    this.deletesSecret = false
    this.steps = []
    this.health = new Map()
    this.isTestInvalid = false
    this.addController(new WorkspaceController(this))
    this.addController(new QueryController(this, { open: 'any' }))
  }

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.hasUpdated) void this.#refresh()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
    this.createdToken = undefined
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('open')) return
    this.deletionId = ''
    this.steps = []
    this.testResult = undefined
    this.isTestInvalid = false
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('workspace') || changed.has('open')) void this.#refresh()
  }

  get #api(): ServerApi | undefined {
    return this.workspace?.server?.api
  }

  get #canAdminister(): boolean {
    return this.workspace?.account?.canAdminister ?? true
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    const { agents: t } = strings()
    return html`
      <main>
        <header>
          <h1 tabindex="-1">${t.title}</h1>
          ${
            this.#api
              ? html`<a class="button" href="/evaluations">${icon('circle-check')} ${strings().evaluations.title}</a>`
              : nothing
          }
          ${
            this.#api && this.#canAdminister
              ? html`<button class="primary" @click=${() => this.#openForm()}>${icon('plus')} ${t.newAgent}</button>`
              : nothing
          }
        </header>
        ${this.#renderContent()}
      </main>
    `
  }

  #renderContent(): TemplateResult | typeof nothing {
    const { agents: t } = strings()
    if (!this.#api) return renderNoServer(t.needsServer, t.connect)
    if (!this.agents) return nothing
    const remote = this.agents.filter((agent) => agent.kind === 'remote')
    const models = this.agents.filter((agent) => agent.kind === 'model')
    const builtIn = this.agents.filter((agent) => agent.kind === 'built-in')
    return html`${this.#renderForm()} ${this.#renderToken()}
      <section class="panel">
        <header><h2>${t.remote}</h2></header>
        <p class="muted small">${t.remoteHint}</p>
        ${
          remote.length === 0
            ? html`<p class="muted small">${t.noRemote}</p>`
            : html`<ul>
                ${repeat(
                  remote,
                  ({ id }) => id,
                  (agent) => this.#renderRemote(agent),
                )}
              </ul>`
        }
      </section>
      ${this.#renderModelAgents(models)}
      <section class="panel">
        <header><h2>${t.builtIn}</h2></header>
        <ul>
          ${builtIn.map((agent) => this.#renderBuiltIn(agent))}
        </ul>
      </section>`
  }

  #renderModelAgents(models: readonly ListedModelAgent[]): TemplateResult {
    const { modelAgents: t } = strings()
    return html`<section class="panel">
      <header>
        <h2>${t.title}</h2>
        ${this.#canAdminister ? html`<a class="button" href=${getAgentPath('new')}>${icon('plus')} ${t.newTitle}</a>` : nothing}
      </header>
      <p class="muted small">${models.length === 0 ? t.none : t.hint}</p>
      <ul>
        ${models.map(
          ({ id, name, description, status, version }) =>
            html`<li data-testid="model-agent">
              <div class="row">
                <span class="item-text">
                  <a class="ellipsis name" href=${getAgentPath(id)}>${name}</a>
                  <span class="ellipsis muted small">${description}</span>
                </span>
                <span class="small">${t.version(version)}</span>
                <span class="small">${renderState(status)}</span>
              </div>
            </li>`,
        )}
      </ul>
    </section>`
  }

  #renderForm(): TemplateResult | typeof nothing {
    const { form } = this
    if (!form) return nothing
    return renderAgentForm({
      ...form,
      onDelivery: (delivery) => (this.form = { ...form, delivery }),
      onAuth: (auth) => (this.form = { ...form, auth }),
      onSubmit: (event) => void this.#save(event),
      onCancel: () => (this.form = undefined),
    })
  }

  #renderToken(): TemplateResult | typeof nothing {
    if (!this.createdToken) return nothing
    const { agents: t } = strings()
    const { name, token } = this.createdToken
    return html`<section class="panel" role="status">
      <div class="token small">
        <p class="warn">${t.newToken(name)}</p>
        <p class="url">
          <code data-testid="agent-token">${token}</code>
          <button class="quiet icon" title=${t.copyToken} @click=${() => void this.#copy(token)}>
            ${icon('copy')}<span class="visually-hidden">${t.copyToken}</span>
          </button>
        </p>
      </div>
    </section>`
  }

  #renderRemote(agent: RemoteAgent): TemplateResult {
    const { agents: t, common } = strings()
    const { id, name, description, delivery, url } = agent
    const isOpen = this.open === id
    const health = this.health.get(id)
    const detail = delivery === 'pull' ? t.deliveries.pull : (url ?? '')
    return html`<li data-testid="agent-item">
      <div class="row">
        <span class="item-text">
          <span class="ellipsis name">${name}</span>
          <span class="ellipsis muted small">${description === '' ? t.kinds.remote : description}</span>
        </span>
        <span class="ellipsis small">${detail}</span>
        <span class="item-text small">
          ${renderState(describeHealth(agent, health))}
          <span class="muted"
            >${
              health === undefined || health === 'pending'
                ? t.notChecked
                : t.checked(common.ago(health.checkedAt, Date.now()))
            }</span
          >
        </span>
        <button
          class="quiet icon"
          aria-expanded=${isOpen}
          title=${t.details}
          @click=${() => (this.open = isOpen ? '' : id)}
        >
          ${icon(isOpen ? 'chevron-down' : 'chevron-right')}<span class="visually-hidden">${t.detailsLabel(name)}</span>
        </button>
      </div>
      ${isOpen ? this.#renderDetails(agent, health) : nothing}
    </li>`
  }

  #renderBuiltIn({ id, name, description, kind, status }: BuiltInAgent): TemplateResult {
    const { agents: t } = strings()
    return html`<li data-testid="built-in-agent">
      <div class="row">
        <span class="item-text">
          <span class="ellipsis name">${name}</span>
          <span class="ellipsis muted small">${description}</span>
        </span>
        <span class="small">${t.kinds[kind]} · <code>${id}</code></span>
        <span class="small">${renderState(status)}</span>
      </div>
    </li>`
  }

  #renderDetails(agent: RemoteAgent, health: AgentHealth | 'pending' | undefined): TemplateResult {
    const { agents: t, formats } = strings()
    const showTime = (time: string | null): string => (time === null ? t.never : formats.dateTime(Date.parse(time)))
    const problem = health === undefined || health === 'pending' ? undefined : health.problem
    const { delivery, auth_type: auth, circuit, open_until: until, last_problem: lastProblem } = agent
    return html`<div class="details">
      <section>
        <h2>${t.state}</h2>
        <dl>
          <dt>${t.delivery}</dt>
          <dd>${t.deliveries[delivery]}</dd>
          ${
            delivery === 'pull'
              ? html`<dt>${t.lastSeen}</dt>
                  <dd>${showTime(agent.seen_at)}</dd>`
              : html`<dt>${t.auth}</dt>
                  <dd>${t.auths[auth]}</dd>
                  <dt>${t.lastCall}</dt>
                  <dd>${showTime(agent.last_called_at)}</dd>`
          }
        </dl>
        ${circuit === 'open' && until !== null ? html`<p class="warn small">${t.circuitOpen(formats.dateTime(Date.parse(until)))}</p>` : nothing}
        ${problem ? html`<p class="bad small">${formatProblem(problem)}</p>` : nothing}
        ${lastProblem && !problem ? html`<p class="bad small">${t.lastProblem} ${formatProblem(lastProblem)}</p>` : nothing}
        <div class="buttons">
          <button
            ?disabled=${health === 'pending' || !this.workspace?.canEdit}
            @click=${() => void this.#check(agent.id)}
          >
            ${icon('refresh-cw')} ${t.check}
          </button>
        </div>
      </section>
      ${delivery === 'pull' ? this.#renderSteps() : this.workspace?.canEdit ? this.#renderTest(agent) : nothing}
      ${this.#canAdminister ? this.#renderActions(agent) : nothing}
    </div>`
  }

  #renderSteps(): TemplateResult {
    const { agents: t, common } = strings()
    return html`<section>
      <h2>${t.steps}</h2>
      ${this.steps.length === 0 ? html`<p class="muted small">${t.noSteps}</p>` : nothing}
      <ol>
        ${this.steps.map(
          ({ run_id: run, node, state, attempt, max_attempts: attempts, created_at: created, finished_at: finished }) =>
            html`<li data-testid="agent-step">
              <a href=${getRunPath(run)}>${node}</a>
              <span class=${state === 'failed' ? 'bad' : ''}>${t.stepStates[state]}</span>
              <span class="muted"
                >${common.ago(Date.parse(finished ?? created), Date.now())}${attempt > 1 ? ` · ${t.attempt(attempt, attempts)}` : ''}</span
              >
            </li>`,
        )}
      </ol>
    </section>`
  }

  #renderTest({ id }: RemoteAgent): TemplateResult {
    const { agents: t, formats } = strings()
    const { testResult: result } = this
    return html`<section>
      <h2>${t.test}</h2>
      <form @submit=${(event: SubmitEvent) => void this.#test(event, id)}>
        <label
          >${t.testInput}
          <textarea name="input" spellcheck="false" .defaultValue=${'{}'}></textarea>
        </label>
        ${this.isTestInvalid ? html`<p class="bad small" role="alert">${t.notObject}</p>` : nothing}
        <button ?disabled=${result === 'pending'}>${icon('play')} ${t.runTest}</button>
      </form>
      ${
        result === undefined || result === 'pending'
          ? nothing
          : html`<div role="status" data-testid="test-result">
              ${
                result.problem
                  ? html`<p class="bad small">${formatProblem(result.problem)}</p>`
                  : html`<p class="small">${t.answered(formats.duration(result.durationMs))}</p>
                      <pre>${JSON.stringify(result.result, null, 2)}</pre>`
              }
            </div>`
      }
    </section>`
  }

  #renderActions(agent: RemoteAgent): TemplateResult {
    const { agents: t, common } = strings()
    const { id, delivery, status } = agent
    if (this.deletionId === id) {
      return html`<section>
        <p>${t.confirmDelete}</p>
        ${this.#renderSecretChoice(agent)}
        <div class="buttons">
          <button class="danger" @click=${() => void this.#remove(agent)}>${icon('trash')} ${common.delete}</button>
          <button @click=${() => (this.deletionId = '')}>${common.cancel}</button>
        </div>
      </section>`
    }
    const isActive = status === 'active'
    return html`<section>
      <h2>${t.manage}</h2>
      <div class="buttons">
        <button @click=${() => this.#openForm(agent)}>${icon('pencil')} ${t.edit}</button>
        <button @click=${() => void this.#setStatus(agent, isActive ? 'inactive' : 'active')}>
          ${isActive ? t.deactivate : t.activate}
        </button>
        ${
          delivery === 'pull'
            ? html`<button @click=${() => void this.#rotateToken(agent)}>${icon('refresh-cw')} ${t.rotate}</button>`
            : nothing
        }
        <button class="danger" @click=${() => this.#confirmDeletion(agent)}>${icon('trash')} ${common.delete}</button>
      </div>
    </section>`
  }

  /** Renders whether the secret with the credentials of an agent is deleted with it. */
  #renderSecretChoice(agent: RemoteAgent): TemplateResult | typeof nothing {
    const { agents: t } = strings()
    const secret = agent.auth_config.secret
    if (secret === undefined) return nothing
    if (isSecretShared(agent, this.agents ?? [])) return html`<p class="muted small">${t.sharedSecret(secret)}</p>`
    return html`<label class="choice">
      <input
        type="checkbox"
        .checked=${live(this.deletesSecret)}
        @change=${({ target }: Event) => (this.deletesSecret = (target as HTMLInputElement).checked)}
      />
      ${t.deleteSecret(secret)}
    </label>`
  }

  #openForm(edited?: RemoteAgent): void {
    this.form = { edited, delivery: edited?.delivery ?? 'push', auth: edited?.auth_type ?? 'none' }
  }

  async #save(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const edited = this.form?.edited
    const { body, credentials } = toAgentBody(new FormData(event.target as HTMLFormElement), edited)
    const saved = await this.#update(async (api) => {
      if (credentials) {
        const { name, value, host } = credentials
        await api.call('PUT /api/v1/secrets/{name}', { path: { name }, body: { value, hosts: [host] } })
      }
      return edited
        ? (await api.call('PUT /api/v1/agents/{id}', { path: { id: edited.id }, body })).value
        : (await api.call('POST /api/v1/agents', { body })).value
    })
    if (!saved) return
    this.form = undefined
    this.open = saved.id
    if ('token' in saved && typeof saved.token === 'string')
      this.createdToken = { name: saved.name, token: saved.token }
    this.dispatchEvent(new ToastEvent(strings().agents.saved(saved.name)))
    void this.#check(saved.id)
  }

  async #setStatus(agent: RemoteAgent, status: RemoteAgent['status']): Promise<void> {
    const { id } = agent
    const body = toStatusBody(agent, status)
    if (await this.#update((api) => api.call('PUT /api/v1/agents/{id}', { path: { id }, body }))) void this.#check(id)
  }

  async #rotateToken({ id, name }: RemoteAgent): Promise<void> {
    const rotated = await this.#update((api) => api.call('POST /api/v1/agents/{id}/token', { path: { id } }))
    const token = rotated?.value.token
    if (typeof token === 'string') this.createdToken = { name, token }
  }

  #confirmDeletion({ id, name, auth_config: { secret } }: RemoteAgent): void {
    this.deletionId = id
    // The form of agents names secrets like the agent. Other secrets may have other uses.
    this.deletesSecret = secret === toSecretName(name)
  }

  async #remove(agent: RemoteAgent): Promise<void> {
    const { id, name, auth_config: credentials } = agent
    const secret = this.deletesSecret && !isSecretShared(agent, this.agents ?? []) ? credentials.secret : undefined
    const removed = await this.#update((api) => api.call('DELETE /api/v1/agents/{id}', { path: { id } }))
    this.deletionId = ''
    if (!removed) return
    if (secret !== undefined)
      await this.#update((api) => api.call('DELETE /api/v1/secrets/{name}', { path: { name: secret } }))
    this.open = ''
    if (this.createdToken?.name === name) this.createdToken = undefined
    this.dispatchEvent(new ToastEvent(strings().agents.deleted(name)))
  }

  async #check(id: string): Promise<void> {
    this.#setHealth(id, 'pending')
    this.#setHealth(id, await this.#attempt((api) => checkAgent(api, id)))
  }

  #setHealth(id: string, health: AgentHealth | 'pending' | undefined): void {
    const changed = new Map(this.health)
    if (health) changed.set(id, health)
    else changed.delete(id)
    this.health = changed
  }

  async #test(event: SubmitEvent, id: string): Promise<void> {
    event.preventDefault()
    const input = parseTestInput(String(new FormData(event.target as HTMLFormElement).get('input')))
    this.isTestInvalid = input === undefined
    if (!input) return
    this.testResult = 'pending'
    const result = await this.#attempt((api) => testAgent(api, id, input))
    if (this.open === id) this.testResult = result
    await this.#refresh()
  }

  async #copy(text: string): Promise<void> {
    const { agents: t, webhooks } = strings()
    const isCopied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    )
    this.dispatchEvent(new ToastEvent(isCopied ? t.copied : webhooks.copyFailed))
  }

  /** Sends a change, then reloads the list. */
  async #update<T>(send: (api: ServerApi) => Promise<T>): Promise<T | undefined> {
    this.#changeCount++
    const result = await this.#attempt(send)
    await this.#refresh()
    return result
  }

  async #refresh(): Promise<void> {
    clearTimeout(this.#timer)
    const { open } = this
    const changeCount = this.#changeCount
    const loaded = await this.#attempt(async (api) => {
      const agents = await listAgents(api)
      const opened = agents.find(({ id }) => id === open)
      const isPull = opened?.kind === 'remote' && opened.delivery === 'pull'
      return { agents, steps: isPull ? await listAgentSteps(api, open) : [] }
    })
    if (open !== this.open || !this.isConnected) return
    if (loaded && changeCount === this.#changeCount) {
      const { agents, steps } = loaded
      this.agents = agents
      this.steps = steps
      this.#checkNewAgents(agents)
    }
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#refresh(), refreshMs)
  }

  /** Checks each active remote agent once. Agents that pull their work are checked without a request to them. */
  #checkNewAgents(agents: readonly Agent[]): void {
    if (!this.workspace?.canEdit) return
    for (const agent of agents) {
      if (agent.kind !== 'remote' || agent.status === 'inactive') continue
      const known = this.health.get(agent.id)
      if (known === undefined) void this.#check(agent.id)
    }
  }

  /** Sends a request and reports its problem. */
  async #attempt<T>(send: (api: ServerApi) => Promise<T>): Promise<T | undefined> {
    const api = this.#api
    if (!api) return undefined
    try {
      const value = await send(api)
      this.workspace?.clearProblem('agents')
      return value
    } catch (cause) {
      if (!(cause instanceof ProblemError)) throw cause
      this.workspace?.report(cause.problem, 'agents')
      return undefined
    }
  }
}

type AgentState = 'active' | 'inactive' | 'unavailable' | 'pending' | 'unknown'

function describeHealth(agent: RemoteAgent, health: AgentHealth | 'pending' | undefined): AgentState {
  if (agent.status === 'inactive') return 'inactive'
  if (health === 'pending') return 'pending'
  return health?.status ?? 'unknown'
}

function renderState(state: AgentState): TemplateResult {
  const { agents: t } = strings()
  const [name, tone] = {
    active: ['circle-check', 'good'],
    inactive: ['circle-pause', 'muted'],
    unavailable: ['triangle-alert', 'bad'],
    pending: ['loader-circle', 'muted'],
    unknown: ['circle-question-mark', 'muted'],
  }[state] as [string, string]
  return html`<span class=${`state ${tone}`}>${icon(name)} ${t.states[state]}</span>`
}

function formatProblem(problem: Problem): string {
  const { message, hint = '' } = renderProblem(problem, strings().editor.renderText)
  return `${message} ${hint}`.trim()
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-agents': AgentsPage
  }
}

customElements.define('studio-agents', AgentsPage)
