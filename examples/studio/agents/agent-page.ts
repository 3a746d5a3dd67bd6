import type { ServerApi } from '@aw-flow/client'
import { getKey, icon } from '@aw-flow/editor'
import type { NodeType } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { formatAuthor } from '../activity/format-author.ts'
import { formatTimeAgo, getStrings } from '../language/strings.ts'
import { renderServerData } from '../shell/server-data/render-server-data.ts'
import { renderListPanel } from '../shell/render-list-panel.ts'
import { getAgentPath } from '../shell/router.ts'
import { ServerDataController } from '../shell/server-data/server-data-controller.ts'
import { NavigationRequestEvent } from '../shell/studio-events.ts'
import './agent-chat.ts'
import { agentPageStyles } from './agent-page.styles.ts'
import { createToolsFormInput, readAgentTools, type AgentTools, type AgentToolsFormInput } from './agent-tools-form.ts'
import {
  compareVersions,
  listModels,
  listVersions,
  toModelAgentBody,
  readModelAgent,
  type AgentVersion,
  type ModelAgentValues,
  type VersionChange,
} from './model-agent-data.ts'
import { renderModelAgentForm } from './model-agent-form.ts'
import { listAgents, type ModelAgent } from './server-agents.ts'
import { openDialog } from '../shell/studio-dialog.ts'
import { page } from '../shell/element.ts'
import { toPath } from '../shell/base-path.ts'

/**
 * A model agent's page: its settings, a chat with one or two versions, and the version history with diffs.
 */
export class AgentPage extends page({
  /** The agent's ID, or `new` for a new agent. */
  agentId: '',
  /** Versions to chat with. Two versions receive the same messages, for comparison. */
  chatVersions: undefined as readonly [number] | readonly [number, number] | undefined,
  changes: [] as readonly VersionChange[],
  /** Unsaved edits to the tools and the answer schema. `undefined` if there are none. */
  tools: undefined as AgentTools | undefined,
  isInvalid: false,
}) {
  static override styles = agentPageStyles

  #cachedToolsForm: { catalog: readonly NodeType[]; input: AgentToolsFormInput | undefined } | undefined

  readonly #data = new ServerDataController(this, {
    task: 'agent',
    args: () => [this.agentId],
    load: loadAgent,
  })

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    const { modelAgents: strings, agents } = getStrings()
    const title = this.#data.data?.agent?.name ?? (this.agentId === 'new' ? strings.newTitle : agents.title)
    return html`<main>
      <header>
        <h1 tabindex="-1">${title}</h1>
        <a class="button" href=${toPath('/agents')}>${icon('arrow-left')} ${agents.title}</a>
        ${
          this.#data.data?.agent
            ? html`<button
                class="to-chat"
                @click=${() => this.renderRoot.querySelector<HTMLElement>('.send textarea')?.focus()}
              >
                ${icon('play')} ${strings.tryIt}
              </button>`
            : nothing
        }
      </header>
      ${
        this.#data.problem?.code === 'agent.not-found'
          ? html`<p>${strings.missing}</p>`
          : renderServerData(this.#data, { ...strings, picture: 'agents' }, (data) => this.#renderAgent(data))
      }
    </main>`
  }

  #renderAgent({ agent, models, subAgents, versions }: AgentData): TemplateResult {
    if (!agent && this.agentId !== 'new') return html`<p>${getStrings().modelAgents.missing}</p>`
    return html`<div class="columns">
        ${renderModelAgentForm({
          agent,
          models,
          subAgents,
          canEdit: this.workspace?.canAdminister === true,
          tools: this.tools ?? readAgentTools(agent),
          toolsType: this.#getToolsFormInput(),
          isInvalid: this.isInvalid,
          onToolsChange: (tools) => (this.tools = tools),
          setUpModel: this.#setUpModel,
          save: (values) => this.#save(values),
        })}
        ${agent ? this.#renderChat(agent) : nothing}
      </div>
      ${agent ? this.#renderVersions(agent, versions) : nothing}`
  }

  #renderChat(agent: ModelAgent): TemplateResult {
    const { modelAgents: strings } = getStrings()
    const [first, second] = this.chatVersions ?? [agent.version]
    return html`<section class="panel" data-testid="agent-chat">
      <header>
        <h2>${strings.tryIt}</h2>
        <button class="quiet" @click=${() => this.#clearChats()}>${icon('plus')} ${strings.clear}</button>
      </header>
      <div class="chats">
        ${[first, second].map((version) =>
          version === undefined
            ? nothing
            : html`<div class="chat" data-testid="chat-version">
                <h3>${strings.version(version)}</h3>
                <studio-agent-chat
                  .api=${this.#data.api}
                  .agentId=${agent.id}
                  .version=${version}
                  @studio-model-request=${this.#setUpModel}
                ></studio-agent-chat>
              </div>`,
        )}
      </div>
      ${second === undefined ? nothing : this.#renderChanges(first, second)}
      <form class="send" @submit=${(event: SubmitEvent) => this.#send(event)}>
        <label>
          <span class="visually-hidden">${strings.message}</span>
          <textarea name="message" required placeholder=${strings.message} @keydown=${submitOnEnter}></textarea>
        </label>
        <button class="primary" ?disabled=${!this.workspace?.canEdit}>${icon('play')} ${strings.send}</button>
      </form>
    </section>`
  }

  #renderChanges(first: number, second: number): TemplateResult {
    const { modelAgents: strings } = getStrings()
    if (this.changes.length === 0) return html`<p class="muted small">${strings.noChanges}</p>`
    return html`<table class="changes" data-testid="version-changes">
      <thead>
        <tr>
          <th scope="col">${strings.field}</th>
          <th scope="col">${strings.version(first)}</th>
          <th scope="col">${strings.version(second)}</th>
        </tr>
      </thead>
      <tbody>
        ${this.changes.map(
          ({ field, before, after }) =>
            html`<tr>
              <th scope="row">${describeField(field)}</th>
              <td><del>${toText(before)}</del></td>
              <td><ins>${toText(after)}</ins></td>
            </tr>`,
        )}
      </tbody>
    </table>`
  }

  #renderVersions(agent: ModelAgent, versions: readonly AgentVersion[]): TemplateResult {
    const { modelAgents: strings } = getStrings()
    return renderListPanel({
      title: strings.versions,
      items: versions.map((version) => ({ ...version, id: String(version.number) })),
      renderItem: ({ number, created_at: time, system_prompt: prompt, ...author }) => ({
        testId: 'agent-version',
        name: strings.version(number),
        columns: [
          html`<span class="ellipsis">${prompt}</span>`,
          html`<span class="muted">${formatAuthor(author, formatTimeAgo(Date.parse(time), Date.now()))}</span>`,
        ],
        actions: html`<button @click=${() => void this.#compare([number])}>${icon('play')} ${strings.try}</button> ${
            number === agent.version
              ? nothing
              : html`<button @click=${() => void this.#compare([number, agent.version])}>
                    ${icon('git-compare')} ${strings.compare}
                  </button>
                  ${
                    this.workspace?.canAdminister
                      ? html`<button @click=${() => void this.#restore(number)}>
                          ${icon('rotate-ccw')} ${strings.restore}
                        </button>`
                      : nothing
                  }`
          }`,
      }),
    })
  }

  /** Returns the input for the tools form in the current language, cached until the node types change. */
  #getToolsFormInput(): AgentToolsFormInput | undefined {
    const { editor } = getStrings()
    const catalog = editor.nodeTypes.translateTypes(this.workspace?.engine.status.catalog ?? [])
    if (this.#cachedToolsForm?.catalog !== catalog)
      this.#cachedToolsForm = { catalog, input: createToolsFormInput(catalog) }
    return this.#cachedToolsForm.input
  }

  /** Opens the form for a language model. A model that is added there can be selected at once. */
  readonly #setUpModel = async (): Promise<void> => {
    await import('../settings/models-panel.ts')
    openDialog(this, {
      heading: getStrings().models.setUp,
      testId: 'models-dialog',
      content: (close) =>
        html`<studio-models
          .workspace=${this.workspace}
          @change=${() => void this.#data.reload()}
          @studio-model-ready=${({ detail }: CustomEvent<string>) => {
            close()
            this.#data.showToast(detail)
          }}
        ></studio-models>`,
    })
  }

  async #save(values: ModelAgentValues): Promise<void> {
    const agent = this.#data.data?.agent
    const tools = this.tools ?? readAgentTools(agent)
    const body = toModelAgentBody(values, tools, agent)
    const hasDrafts = [...(this.#cachedToolsForm?.input?.drafts.values() ?? [])].some((drafts) => drafts.size > 0)
    this.isInvalid = !body || hasDrafts
    if (!body || hasDrafts) {
      this.renderRoot.querySelector('aw-form')?.focusSetting('tools')
      return
    }
    const savedAgent = await this.#data.request(async (api) =>
      agent
        ? (await api.call('PUT /api/v1/agents/{id}', { path: { id: agent.id }, body: body as never })).value
        : (await api.call('POST /api/v1/agents', { body: body as never })).value,
    )
    if (!savedAgent) return
    this.chatVersions = undefined
    this.tools = undefined
    const { modelAgents: strings } = getStrings()
    const { id, name, version } = savedAgent as unknown as ModelAgent
    this.#data.showToast(strings.saved(name, version))
    if (agent) await this.#data.reload()
    else this.dispatchEvent(new NavigationRequestEvent(getAgentPath(id), true))
  }

  async #compare(versions: readonly [number] | readonly [number, number]): Promise<void> {
    const [first, second] = versions
    const changes =
      second === undefined ? [] : await this.#data.request((api) => compareVersions(api, this.agentId, [first, second]))
    this.changes = changes ?? []
    this.chatVersions = versions
  }

  async #restore(number: number): Promise<void> {
    const response = await this.#data.change(
      'POST /api/v1/agents/{id}/versions/{number}/restore',
      { path: { id: this.agentId, number } },
      ({ name, version }) => getStrings().modelAgents.saved(name, version),
    )
    if (!response) return
    this.chatVersions = undefined
    this.tools = undefined
  }

  #send(event: SubmitEvent): void {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    const message = String(new FormData(form).get('message')).trim()
    if (message === '') return
    form.reset()
    for (const chat of this.renderRoot.querySelectorAll('studio-agent-chat')) void chat.send(message)
  }

  #clearChats(): void {
    for (const chat of this.renderRoot.querySelectorAll('studio-agent-chat')) chat.clear()
  }
}

interface AgentData {
  /** `undefined` for a new agent, or if the agent is not a model agent. */
  agent: ModelAgent | undefined
  models: readonly string[]
  /** Names of the workspace's other model agents. */
  subAgents: readonly string[]
  versions: readonly AgentVersion[]
}

async function loadAgent(api: ServerApi, id: string): Promise<AgentData> {
  const [models, agents] = await Promise.all([listModels(api), listAgents(api)])
  const subAgents = agents
    .filter((agent): agent is ModelAgent => agent.kind === 'model' && agent.id !== id)
    .map(({ name }) => name)
  if (id === 'new') return { models, subAgents, agent: undefined, versions: [] }
  const agent = await readModelAgent(api, id)
  return { models, subAgents, agent, versions: agent ? await listVersions(api, id) : [] }
}

/** Submits the form of a text area when the user presses Enter without Shift. */
function submitOnEnter(event: KeyboardEvent): void {
  if (getKey(event) !== 'Enter' || event.shiftKey) return
  event.preventDefault()
  ;(event.target as HTMLTextAreaElement).form?.requestSubmit()
}

/** Returns the display name of a version field. */
function describeField(field: string): string {
  const { fields } = getStrings().modelAgents
  return Object.hasOwn(fields, field) ? fields[field as keyof typeof fields] : field
}

const toText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 2))

customElements.define('studio-agent', AgentPage)
