import { icon } from '@aw-flow/editor'
import type { ServerApi, ServerQueueSettings, ServerRun } from '@aw-flow/client'
import { ProblemError } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { repeat } from 'lit/directives/repeat.js'
import { strings } from '../language/strings.ts'
import { listServerWorkflows, priorities, readQueue, toQueueSettings, type Queue } from '../queue/server-queue.ts'
import { QueryController } from '../shell/query-controller.ts'
import { renderState } from '../shell/render-state.ts'
import { getRunPath } from '../shell/router.ts'
import { renderNoServer } from '../shell/render-no-server.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import type { Workspace } from '../workspace.ts'
import { queuePageStyles } from './queue-page.styles.ts'

/** Time between two updates of the lists, in ms. */
const refreshMs = 2_000

/** The runs of a server that have not ended, and the priority and concurrency key of each workflow. */
export class QueuePage extends LitElement {
  static override styles = queuePageStyles
  static override properties: PropertyDeclarations = {
    workspace: { attribute: false },
    query: { attribute: false },
    workflow: { state: true },
    queue: { state: true },
    workflows: { state: true },
    settings: { state: true },
  }

  declare workspace: Workspace | undefined
  /** Query of the URL. */
  declare query: string | undefined
  /** Id of the workflow whose settings are shown. */
  declare workflow: string
  /** `undefined` while it is loading. */
  declare queue: Queue | undefined
  declare workflows: readonly { id: string; name: string }[]
  /** The settings of the chosen workflow; `undefined` while they are loading. */
  declare settings: ServerQueueSettings | undefined

  #timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.workflow = ''
    this.workflows = []
    this.addController(new WorkspaceController(this))
    this.addController(new QueryController(this, { workflow: 'any' }))
  }

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.hasUpdated) void this.#refresh()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('workflow')) this.settings = undefined
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('workspace')) {
      void this.#refresh()
      void this.#loadWorkflows()
    }
    if (changed.has('workspace') || changed.has('workflow')) void this.#loadSettings()
  }

  get #api(): ServerApi | undefined {
    return this.workspace?.server?.api
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    return html`
      <main>
        <header><h1 tabindex="-1">${strings().queue.title}</h1></header>
        ${this.#renderContent()}
      </main>
    `
  }

  #renderContent(): TemplateResult | typeof nothing {
    const { queue: t } = strings()
    if (!this.#api) return renderNoServer(t.needsServer, t.connect)
    if (!this.queue) return nothing
    const { active, queued, totalQueued } = this.queue
    const hiddenCount = totalQueued - queued.length
    return html`<p class="small muted" role="status">${t.summary(active.length, totalQueued)}</p>
      <section class="panel">
        <header><h2>${t.active}</h2></header>
        ${this.#renderRuns(active, t.noActive)}
      </section>
      <section class="panel">
        <header><h2>${t.queued}</h2></header>
        ${this.#renderRuns(queued, t.noQueued)}
        ${hiddenCount > 0 ? html`<p class="muted small">${t.more(hiddenCount)}</p>` : nothing}
      </section>
      <section class="panel edits">
        <header><h2>${t.settings}</h2></header>
        <p class="muted small">${t.settingsHint}</p>
        ${this.#renderSettings()}
      </section>`
  }

  #renderRuns(runs: readonly ServerRun[], emptyText: string): TemplateResult {
    if (runs.length === 0) return html`<p class="muted small">${emptyText}</p>`
    return html`<ul>
      ${repeat(
        runs,
        ({ id }) => id,
        (run) => this.#renderRun(run),
      )}
    </ul>`
  }

  #renderRun({
    id,
    workflow_name: name,
    status,
    queue,
    concurrency_key: key,
    blocked,
    created_at: created,
  }: ServerRun) {
    const { queue: t, common } = strings()
    const facts = [
      `${t.priority}: ${t.priorities[queue]}`,
      ...(key === null ? [] : [key === '' ? t.emptyKey : t.key(key)]),
      ...(blocked ? [t.blocked] : []),
    ]
    return html`<li data-testid="queue-item">
      <a class="item-text" href=${getRunPath(id)}>
        <span class="ellipsis name">${name}</span>
        <span class="ellipsis muted small">${facts.join(' · ')}</span>
      </a>
      <span class="muted small time">${common.ago(Date.parse(created), Date.now())}</span>
      ${renderState(status === 'pending' ? 'queued' : status)}
      <button class="quiet icon edits" title=${t.cancel} @click=${() => void this.#cancel(id)}>
        ${icon('x')}<span class="visually-hidden">${t.cancelLabel(name)}</span>
      </button>
    </li>`
  }

  #renderSettings(): TemplateResult {
    const { queue: t } = strings()
    const { settings, workflow } = this
    return html`<form @submit=${(event: SubmitEvent) => void this.#save(event)}>
      <label
        >${t.workflow}
        <select
          @change=${({ target }: Event) => {
            this.workflow = (target as HTMLSelectElement).value
          }}
        >
          <option value="" .selected=${live(workflow === '')}>${t.chooseWorkflow}</option>
          ${this.workflows.map(
            ({ id, name }) => html`<option value=${id} .selected=${live(id === workflow)}>${name}</option>`,
          )}
        </select></label
      >
      ${
        settings
          ? html`<label
                >${t.priority}
                <select name="priority">
                  ${priorities.map(
                    (value) =>
                      html`<option value=${value} ?selected=${value === settings.priority}>
                        ${t.priorities[value]}
                      </option>`,
                  )}
                </select></label
              >
              <label
                >${t.keyLabel}
                <input
                  name="key"
                  maxlength="500"
                  autocomplete="off"
                  spellcheck="false"
                  placeholder=${t.keyExample}
                  .defaultValue=${settings.concurrency?.key ?? ''}
              /></label>
              <label
                >${t.limit}
                <input
                  type="number"
                  name="limit"
                  min="1"
                  max="1000"
                  required
                  .defaultValue=${String(settings.concurrency?.limit ?? 1)}
              /></label>
              <button>${t.save}</button>`
          : nothing
      }
    </form>`
  }

  async #cancel(id: string): Promise<void> {
    await this.#attempt((api) => api.call('POST /api/v1/runs/{id}/cancel', { path: { id } }))
    await this.#refresh()
  }

  async #save(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const { workflow: id } = this
    const body = toQueueSettings(new FormData(event.target as HTMLFormElement))
    const saved = await this.#attempt((api) =>
      api.call('PUT /api/v1/workflows/{id}/queue', {
        path: { id },
        body: { priority: body.priority, concurrency: body.concurrency },
      }),
    )
    if (!saved) return
    this.settings = saved.value
    const name = this.workflows.find((workflow) => workflow.id === id)?.name ?? ''
    this.dispatchEvent(new ToastEvent(strings().queue.saved(name)))
  }

  async #loadWorkflows(): Promise<void> {
    const workflows = await this.#attempt(listServerWorkflows)
    if (workflows) this.workflows = workflows
  }

  async #loadSettings(): Promise<void> {
    const { workflow: id } = this
    if (id === '') return
    const response = await this.#attempt((api) => api.call('GET /api/v1/workflows/{id}/queue', { path: { id } }))
    if (response && id === this.workflow) this.settings = response.value
  }

  async #refresh(): Promise<void> {
    clearTimeout(this.#timer)
    const queue = await this.#attempt(readQueue)
    if (!this.isConnected) return
    if (queue) this.queue = queue
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#refresh(), refreshMs)
  }

  /** Sends a request and reports its problem. */
  async #attempt<T>(send: (api: ServerApi) => Promise<T>): Promise<T | undefined> {
    const api = this.#api
    if (!api) return undefined
    try {
      const value = await send(api)
      this.workspace?.clearProblem('queue')
      return value
    } catch (cause) {
      if (!(cause instanceof ProblemError)) throw cause
      this.workspace?.report(cause.problem, 'queue')
      return undefined
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-queue': QueuePage
  }
}

customElements.define('studio-queue', QueuePage)
