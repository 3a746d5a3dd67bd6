import { icon } from '@aw-flow/editor'
import type { NodeType } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { formatTimeAgo, getStrings } from '../language/strings.ts'
import { copyText } from '../shell/copy-text.ts'
import { page } from '../shell/element.ts'
import type { UrlFields } from '../shell/query-controller.ts'
import { renderIconButton, renderListPanel, type ListItem } from '../shell/render-list-panel.ts'
import { getAgentPath } from '../shell/router.ts'
import { renderServerPage } from '../shell/server-data/render-server-data.ts'
import { loadItems } from '../shell/server-data/route-items.ts'
import { ServerDataController } from '../shell/server-data/server-data-controller.ts'
import './agent-details.ts'
import { renderAgentForm, type AgentBody, type AgentCredentials } from './agent-form.ts'
import { getAgentState, renderAgentState } from './agent-state.ts'
import { listModels } from './model-agent-data.ts'
import { agentsPageStyles } from './agents-page.styles.ts'
import {
  checkAgent,
  listAgents,
  type Agent,
  type AgentHealth,
  type BuiltInAgent,
  type ModelAgent,
  type RemoteAgent,
} from './server-agents.ts'
import { toPath } from '../shell/base-path.ts'

const maxSteps = 20
const pollMs = 5_000

/**
 * Lists the server's agents. Remote agents can be added, edited, tested and health-checked, and their tokens rotated.
 */
export class AgentsPage extends page({
  /** ID of the agent whose details are expanded. Empty if none. */
  open: '',
  /** Latest health check of each agent, keyed by agent ID. `pending` while a check is in progress. */
  health: new Map() as ReadonlyMap<string, AgentHealth | 'pending'>,
  /** The agent being edited, or `new` for a new one. `undefined` while the form is closed. */
  editedAgent: undefined as RemoteAgent | 'new' | undefined,
  /** The most recently created token. It is shown only once, because the server never returns it again. */
  createdToken: undefined as { name: string; token: string } | undefined,
}) {
  static override urlFields: UrlFields<AgentsPage> = { open: 'any' }
  static override styles = agentsPageStyles

  readonly #agents = new ServerDataController(this, {
    task: 'agents',
    load: listAgents,
    onLoad: (agents) => this.#checkNewAgents(agents),
    pollMs,
  })
  readonly #models = new ServerDataController(this, { task: 'agent-models', load: listModels })
  /** Steps of the expanded agent, if it is a pull agent. */
  readonly #steps = new ServerDataController(this, {
    task: 'agent-steps',
    args: () => {
      const agent = this.#agents.data?.find(({ id }) => id === this.open)
      return agent?.kind === 'remote' && agent.delivery === 'pull' ? [agent.id] : undefined
    },
    load: loadItems('GET /api/v1/agents/{id}/steps', (id: string) => ({ path: { id }, query: { limit: maxSteps } })),
    pollMs,
  })

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.createdToken = undefined
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    const { agents: strings } = getStrings()
    const renderActions = () =>
      html`<a class="button" href=${toPath('/evaluations')}
          >${icon('circle-check')} ${getStrings().evaluations.title}</a
        >
        ${
          this.workspace?.canAdminister
            ? html`<a class="button primary" href=${getAgentPath('new')}>
                ${icon('plus')} ${getStrings().modelAgents.newTitle}
              </a>`
            : nothing
        }`
    return renderServerPage(
      this.#agents,
      { ...strings, picture: 'agents', renderActions, integration: 'agents' },
      (agents) => this.#renderAgents(agents),
    )
  }

  #renderAgents(agents: readonly Agent[]): TemplateResult {
    const { agents: strings, modelAgents } = getStrings()
    const { editedAgent } = this
    const models = agents.filter((agent) => agent.kind === 'model')
    return html`${
      editedAgent
        ? renderAgentForm({
            editedAgent: editedAgent === 'new' ? undefined : editedAgent,
            save: (agent) => this.#save(agent),
            onCancel: () => (this.editedAgent = undefined),
          })
        : nothing
    }
    ${this.#renderToken()}
    ${renderListPanel({
      title: modelAgents.title,
      hint: models.length === 0 ? undefined : modelAgents.hint,
      emptyText: modelAgents.none,
      items: models,
      renderItem: (agent) => describeModelAgent(agent, this.#models.data),
    })}
    ${renderListPanel({
      title: strings.remote,
      actions: this.workspace?.canAdminister
        ? html`<button @click=${() => (this.editedAgent = 'new')}>${icon('plus')} ${strings.newAgent}</button>`
        : nothing,
      hint: strings.remoteHint,
      emptyText: strings.noRemoteAgents,
      items: agents.filter((agent) => agent.kind === 'remote'),
      renderItem: (agent) => this.#describeRemoteAgent(agent),
      openId: this.open,
      onOpen: (id) => (this.open = id),
    })}
    ${renderListPanel({
      title: strings.builtIn,
      items: agents.filter((agent) => agent.kind === 'built-in'),
      renderItem: (agent) => describeBuiltInAgent(agent, this.workspace?.engine.status.catalog ?? []),
    })}`
  }

  #renderToken(): TemplateResult | typeof nothing {
    if (!this.createdToken) return nothing
    const { agents: strings, webhooks } = getStrings()
    const { name, token } = this.createdToken
    const messages = { copied: strings.copied, copyFailed: webhooks.copyFailed }
    return html`<section class="panel" role="status">
      <div class="token small">
        <p class="warn">${strings.newToken(name)}</p>
        <p class="bar copied">
          <code data-testid="agent-token">${token}</code>
          ${renderIconButton('copy', strings.copyToken, () => copyText(this, token, messages))}
        </p>
      </div>
    </section>`
  }

  #describeRemoteAgent(agent: RemoteAgent): ListItem {
    const { agents: strings } = getStrings()
    const { id, name, description, delivery, url } = agent
    const health = this.health.get(id)
    return {
      testId: 'agent-item',
      name,
      detail: description === '' ? strings.kinds.remote : description,
      columns: [
        delivery === 'pull' ? strings.deliveries.pull : url,
        html`${renderAgentState(getAgentState(agent, health))}
          <span class="muted"
            >${
              health === undefined || health === 'pending'
                ? strings.notChecked
                : strings.checked(formatTimeAgo(health.checkedAt, Date.now()))
            }</span
          >`,
      ],
      details: () =>
        html`<studio-agent-details
          .agent=${agent}
          .agents=${this.#agents}
          .health=${health}
          .steps=${this.#steps.data}
          .canEdit=${this.workspace?.canEdit === true}
          .canAdminister=${this.workspace?.canAdminister === true}
          .onCheck=${() => void this.#check(id)}
          .onEdit=${() => (this.editedAgent = agent)}
          .onToken=${(token: string) => (this.createdToken = { name, token })}
          .onDeleted=${() => this.#onDeleted(name)}
        ></studio-agent-details>`,
    }
  }

  #onDeleted(name: string): void {
    this.open = ''
    if (this.createdToken?.name === name) this.createdToken = undefined
  }

  async #save({ body, credentials }: { body: AgentBody; credentials?: AgentCredentials }): Promise<void> {
    const { editedAgent } = this
    const savedAgent = await this.#agents.update(async (api) => {
      if (credentials) {
        const { name, value, host } = credentials
        await api.call('PUT /api/v1/secrets/{name}', { path: { name }, body: { value, hosts: [host] } })
      }
      const { value } =
        editedAgent && editedAgent !== 'new'
          ? await api.call('PUT /api/v1/agents/{id}', { path: { id: editedAgent.id }, body })
          : await api.call('POST /api/v1/agents', { body })
      return value
    })
    if (!savedAgent) return
    this.editedAgent = undefined
    this.open = savedAgent.id
    if ('token' in savedAgent && typeof savedAgent.token === 'string')
      this.createdToken = { name: savedAgent.name, token: savedAgent.token }
    this.#agents.showToast(getStrings().agents.saved(savedAgent.name))
    void this.#check(savedAgent.id)
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

/** @param models IDs of the workspace's language models, once they are known. Without one, no model agent can answer. */
function describeModelAgent(
  { id, name, description, status, version }: ModelAgent,
  models: readonly string[] | undefined,
): ListItem {
  const state = status === 'active' && models?.length === 0 ? 'noModel' : status
  return {
    testId: 'model-agent',
    name: html`<a href=${getAgentPath(id)}>${name}</a>`,
    detail: description,
    actions: html`<span class="small">${getStrings().modelAgents.version(version)}</span> ${renderAgentState(state)}`,
  }
}

/** Describes a built-in agent with the localized title and description of its node type. */
function describeBuiltInAgent(
  { name, description, kind, status, node_type: type }: BuiltInAgent,
  catalog: readonly NodeType[],
): ListItem {
  const { agents: strings, editor } = getStrings()
  const nodeType = catalog.find((item) => item.type === type)
  const labels = nodeType ? editor.nodeTypes.translateType(nodeType) : { title: name, description }
  return {
    testId: 'built-in-agent',
    name: labels.title,
    detail: labels.description,
    actions: html`<span class="small">${strings.kinds[kind]}</span> ${renderAgentState(status)}`,
  }
}

customElements.define('studio-agents', AgentsPage)
