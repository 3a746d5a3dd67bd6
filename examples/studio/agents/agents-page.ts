import { icon } from '@aw-flow/editor'
import type { NodeType } from '@aw-flow/schema'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { keyed } from 'lit/directives/keyed.js'
import { formatTimeAgo, getStrings } from '../language/strings.ts'
import { copyText } from '../shell/copy-text.ts'
import { renderExpandButton, renderIconButton, renderListPanel } from '../shell/render-list-panel.ts'
import { renderServerPage } from '../shell/server-data/render-server-data.ts'
import { getAgentPath } from '../shell/router.ts'
import { ServerDataController } from '../shell/server-data/server-data-controller.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import { renderAgentDetails } from './agent-details.ts'
import { renderAgentForm } from './agent-form-panel.ts'
import { isSecretShared, parseTestInput, toAgentBody, toSecretName, toStatusBody } from './agent-form.ts'
import { getAgentState, renderAgentState } from './agent-state.ts'
import { agentsPageStyles } from './agents-page.styles.ts'
import {
  checkAgent,
  listAgents,
  listAgentSteps,
  testAgent,
  type Agent,
  type AgentAuth,
  type AgentHealth,
  type AgentTestResult,
  type BuiltInAgent,
  type ListedModelAgent,
  type RemoteAgent,
} from './server-agents.ts'
import { page } from '../shell/element.ts'
import type { UrlFields } from '../shell/query-controller.ts'

const refreshIntervalMs = 5_000

/**
 * Lists the server's agents. Remote agents can be added, edited, tested and health-checked, and their tokens rotated.
 */
export class AgentsPage extends page({
  /** ID of the agent whose details are expanded. Empty if none. */
  open: '',
  /** Latest health check of each agent, keyed by agent ID. `pending` while a check is in progress. */
  health: new Map() as ReadonlyMap<string, AgentHealth | 'pending'>,
  /** State of the form, or `undefined` while it is closed. Without an agent to edit, the form adds one. */
  form: undefined as
    | { editedAgent: RemoteAgent | undefined; delivery: RemoteAgent['delivery']; auth: AgentAuth }
    | undefined,
  /** The most recently created token. It is shown only once, because the server never returns it again. */
  createdToken: undefined as { name: string; token: string } | undefined,
  /** ID of the agent whose deletion is being confirmed. Empty if none. */
  deletingAgentId: '',
  /** Whether deleting the agent also deletes its secret. */
  shouldDeleteSecret: false,
  testResult: undefined as AgentTestResult | 'pending' | undefined,
  isTestInvalid: false,
}) {
  static override urlFields: UrlFields<AgentsPage> = { open: 'any' }
  static override styles = agentsPageStyles

  readonly #agents = new ServerDataController(this, {
    task: 'agents',
    load: listAgents,
    onLoad: (agents) => this.#checkNewAgents(agents),
    getPollIntervalMs: () => refreshIntervalMs,
  })
  /** Steps of the expanded agent, if it is a pull agent. */
  readonly #steps = new ServerDataController(this, {
    task: 'agent-steps',
    args: () => {
      const agent = this.#agents.data?.find(({ id }) => id === this.open)
      return agent?.kind === 'remote' && agent.delivery === 'pull' ? [agent.id] : undefined
    },
    load: listAgentSteps,
    getPollIntervalMs: () => refreshIntervalMs,
  })

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.createdToken = undefined
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('open')) return
    this.deletingAgentId = ''
    this.testResult = undefined
    this.isTestInvalid = false
  }

  get #canAdminister(): boolean {
    return this.workspace?.account?.canAdminister ?? true
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    const { agents: strings } = getStrings()
    const renderActions = () =>
      html`<a class="button" href="/evaluations">${icon('circle-check')} ${getStrings().evaluations.title}</a> ${
          this.#canAdminister
            ? html`<button class="primary" @click=${() => this.#openForm()}>
                ${icon('plus')} ${strings.newAgent}
              </button>`
            : nothing
        }`
    return renderServerPage(this.#agents, { ...strings, renderActions, integration: 'agents' }, (agents) =>
      this.#renderAgents(agents),
    )
  }

  #renderAgents(agents: readonly Agent[]): TemplateResult {
    const { agents: strings } = getStrings()
    return html`${this.#renderForm()} ${this.#renderToken()}
    ${renderListPanel({
      title: strings.remote,
      hint: strings.remoteHint,
      emptyText: strings.noRemoteAgents,
      items: agents.filter((agent) => agent.kind === 'remote'),
      renderItem: (agent) => this.#renderRemoteAgent(agent),
    })}
    ${this.#renderModelAgents(agents.filter((agent) => agent.kind === 'model'))}
    ${renderListPanel({
      title: strings.builtIn,
      emptyText: '',
      items: agents.filter((agent) => agent.kind === 'built-in'),
      renderItem: (agent) => renderBuiltInAgent(agent, this.workspace?.engine.status.catalog ?? []),
    })}`
  }

  #renderModelAgents(models: readonly ListedModelAgent[]): TemplateResult {
    const { modelAgents: strings } = getStrings()
    return html`<section class="panel">
      <header>
        <h2>${strings.title}</h2>
        ${this.#canAdminister ? html`<a class="button" href=${getAgentPath('new')}>${icon('plus')} ${strings.newTitle}</a>` : nothing}
      </header>
      <p class="muted small">${models.length === 0 ? strings.none : strings.hint}</p>
      <ul>
        ${models.map(
          ({ id, name, description, status, version }) =>
            html`<li data-testid="model-agent">
              <div class="row">
                <span class="item-text">
                  <a class="ellipsis name" href=${getAgentPath(id)}>${name}</a>
                  <span class="muted small">${description}</span>
                </span>
                <span class="small">${strings.version(version)}</span>
                <span class="small">${renderAgentState(status)}</span>
              </div>
            </li>`,
        )}
      </ul>
    </section>`
  }

  #renderForm(): unknown {
    const { form } = this
    if (!form) return nothing
    return keyed(
      form.editedAgent,
      renderAgentForm({
        ...form,
        onDeliveryChange: (delivery) => (this.form = { ...form, delivery }),
        onAuthChange: (auth) => (this.form = { ...form, auth }),
        onSubmit: (event) => void this.#save(event),
        onCancel: () => (this.form = undefined),
      }),
    )
  }

  #renderToken(): TemplateResult | typeof nothing {
    if (!this.createdToken) return nothing
    const { agents: strings, webhooks } = getStrings()
    const { name, token } = this.createdToken
    const messages = { copied: strings.copied, copyFailed: webhooks.copyFailed }
    return html`<section class="panel" role="status">
      <div class="token small">
        <p class="warn">${strings.newToken(name)}</p>
        <p class="url">
          <code data-testid="agent-token">${token}</code>
          ${renderIconButton('copy', strings.copyToken, () => copyText(this, token, messages))}
        </p>
      </div>
    </section>`
  }

  #renderRemoteAgent(agent: RemoteAgent): TemplateResult {
    const { agents: strings, common } = getStrings()
    const { id, name, description, delivery, url } = agent
    const isOpen = this.open === id
    const health = this.health.get(id)
    const detail = delivery === 'pull' ? strings.deliveries.pull : (url ?? '')
    return html`<li data-testid="agent-item">
      <div class="row">
        <span class="item-text">
          <span class="ellipsis name">${name}</span>
          <span class="muted small">${description === '' ? strings.kinds.remote : description}</span>
        </span>
        <span class="ellipsis small">${detail}</span>
        <span class="item-text small">
          ${renderAgentState(getAgentState(agent, health))}
          <span class="muted"
            >${
              health === undefined || health === 'pending'
                ? strings.notChecked
                : strings.checked(formatTimeAgo(health.checkedAt, Date.now()))
            }</span
          >
        </span>
        ${renderExpandButton(common.details, common.detailsLabel(name), isOpen, () => (this.open = isOpen ? '' : id))}
      </div>
      ${isOpen ? this.#renderDetails(agent) : nothing}
    </li>`
  }

  #renderDetails(agent: RemoteAgent): TemplateResult {
    const { id } = agent
    return renderAgentDetails({
      agent,
      health: this.health.get(id),
      steps: this.#steps.data,
      testResult: this.testResult,
      isTestInvalid: this.isTestInvalid,
      isConfirmingDeletion: this.deletingAgentId === id,
      isSecretShared: isSecretShared(agent, this.#agents.data ?? []),
      shouldDeleteSecret: this.shouldDeleteSecret,
      canEdit: this.workspace?.canEdit === true,
      canAdminister: this.#canAdminister,
      onCheck: () => void this.#check(id),
      onTest: (event) => void this.#test(event, id),
      onEdit: () => this.#openForm(agent),
      onSetStatus: (status) => void this.#setStatus(agent, status),
      onRotateToken: () => void this.#rotateToken(agent),
      onDelete: () => this.#confirmDeletion(agent),
      onCancelDelete: () => (this.deletingAgentId = ''),
      onDeleteSecretChange: (shouldDeleteSecret) => (this.shouldDeleteSecret = shouldDeleteSecret),
      onConfirmDelete: () => void this.#remove(agent),
    })
  }

  #openForm(editedAgent?: RemoteAgent): void {
    this.form = {
      editedAgent,
      delivery: editedAgent?.delivery ?? 'push',
      auth: editedAgent?.auth_type ?? 'none',
    }
  }

  async #save(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const editedAgent = this.form?.editedAgent
    const { body, credentials } = toAgentBody(new FormData(event.target as HTMLFormElement), editedAgent)
    const savedAgent = await this.#agents.update(async (api) => {
      if (credentials) {
        const { name, value, host } = credentials
        await api.call('PUT /api/v1/secrets/{name}', { path: { name }, body: { value, hosts: [host] } })
      }
      return editedAgent
        ? (await api.call('PUT /api/v1/agents/{id}', { path: { id: editedAgent.id }, body })).value
        : (await api.call('POST /api/v1/agents', { body })).value
    })
    if (!savedAgent) return
    this.form = undefined
    this.open = savedAgent.id
    if ('token' in savedAgent && typeof savedAgent.token === 'string')
      this.createdToken = { name: savedAgent.name, token: savedAgent.token }
    this.dispatchEvent(new ToastEvent(getStrings().agents.saved(savedAgent.name)))
    void this.#check(savedAgent.id)
  }

  async #setStatus(agent: RemoteAgent, status: RemoteAgent['status']): Promise<void> {
    const { id } = agent
    const body = toStatusBody(agent, status)
    if (await this.#agents.update((api) => api.call('PUT /api/v1/agents/{id}', { path: { id }, body })))
      void this.#check(id)
  }

  async #rotateToken({ id, name }: RemoteAgent): Promise<void> {
    const response = await this.#agents.update((api) => api.call('POST /api/v1/agents/{id}/token', { path: { id } }))
    const token = response?.value.token
    if (typeof token === 'string') this.createdToken = { name, token }
  }

  #confirmDeletion({ id, name, auth_config: { secret } }: RemoteAgent): void {
    this.deletingAgentId = id
    // The agent form names secrets after the agent. A secret with a different name may have other uses.
    this.shouldDeleteSecret = secret === toSecretName(name)
  }

  async #remove(agent: RemoteAgent): Promise<void> {
    const { id, name, auth_config: credentials } = agent
    const isShared = isSecretShared(agent, this.#agents.data ?? [])
    const secret = this.shouldDeleteSecret && !isShared ? credentials.secret : undefined
    const response = await this.#agents.update((api) => api.call('DELETE /api/v1/agents/{id}', { path: { id } }))
    this.deletingAgentId = ''
    if (!response) return
    if (secret !== undefined)
      await this.#agents.update((api) => api.call('DELETE /api/v1/secrets/{name}', { path: { name: secret } }))
    this.open = ''
    if (this.createdToken?.name === name) this.createdToken = undefined
    this.dispatchEvent(new ToastEvent(getStrings().agents.deleted(name)))
  }

  async #check(id: string): Promise<void> {
    this.#setHealth(id, 'pending')
    this.#setHealth(id, await this.#agents.request((api) => checkAgent(api, id)))
  }

  #setHealth(id: string, health: AgentHealth | 'pending' | undefined): void {
    const newHealth = new Map(this.health)
    if (health) newHealth.set(id, health)
    else newHealth.delete(id)
    this.health = newHealth
  }

  async #test(event: SubmitEvent, id: string): Promise<void> {
    event.preventDefault()
    const input = parseTestInput(String(new FormData(event.target as HTMLFormElement).get('input')))
    this.isTestInvalid = input === undefined
    if (!input) return
    this.testResult = 'pending'
    const result = await this.#agents.request((api) => testAgent(api, id, input))
    if (this.open === id) this.testResult = result
    await this.#agents.reload()
  }

  /**
   * Checks the health of each active remote agent once. Checking a pull agent does not send it a request.
   */
  #checkNewAgents(agents: readonly Agent[]): void {
    if (!this.workspace?.canEdit) return
    for (const agent of agents) {
      if (agent.kind !== 'remote' || agent.status === 'inactive') continue
      if (this.health.get(agent.id) === undefined) void this.#check(agent.id)
    }
  }
}

/** Renders a built-in agent with the localized title and description of its node type. */
function renderBuiltInAgent(
  { name, description, kind, status, node_type: type }: BuiltInAgent,
  catalog: readonly NodeType[],
): TemplateResult {
  const { agents: strings, editor } = getStrings()
  const nodeType = catalog.find((item) => item.type === type)
  const labels = nodeType ? editor.nodeTypes.translateType(nodeType) : { title: name, description }
  return html`<li data-testid="built-in-agent">
    <div class="row built-in">
      <span class="item-text">
        <span class="ellipsis name">${labels.title}</span>
        <span class="muted small">${labels.description}</span>
      </span>
      <span class="small">${strings.kinds[kind]}</span>
      <span class="small">${renderAgentState(status)}</span>
    </div>
  </li>`
}

customElements.define('studio-agents', AgentsPage)
