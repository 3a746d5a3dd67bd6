import type { ServerApi } from '@aw-flow/client'
import { icon, renderProblem } from '@aw-flow/editor'
import { ProblemError, type Problem } from '@aw-flow/schema'
import {
  css,
  html,
  LitElement,
  nothing,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit'
import { live } from 'lit/directives/live.js'
import { repeat } from 'lit/directives/repeat.js'
import {
  describeSource,
  parseSchema,
  readEventLists,
  type EventLists,
  type EventTrigger,
  type EventType,
  type PublishedEvent,
  type Watch,
} from '../events/server-events.ts'
import { strings } from '../language/strings.ts'
import { renderPublishForm, renderWatchForm } from '../events/event-forms.ts'
import { toEventBody, toWatchBody } from '../events/watch-form.ts'
import { getRunPath, getWorkflowPath } from '../shell/router.ts'
import { renderNoServer } from '../shell/render-no-server.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import type { Workspace } from '../workspace.ts'
import { notificationsPageStyles } from './notifications-page.styles.ts'

/** Time between two updates of the lists, in ms. */
const refreshMs = 5_000

const eventsPageStyles = css`
  li.event {
    grid-template-columns: minmax(0, 1fr) auto;
  }

  li.event > div {
    grid-column: 1 / -1;
  }

  li.watch {
    grid-template-columns: 72px minmax(0, 1fr) auto auto;
  }

  .wide {
    grid-column: 1 / -1;
  }

  textarea {
    min-height: 96px;
    font-family: ui-monospace, monospace;
    font-size: 12px;
  }
`

/** The events of a server: Event nodes, watches, event types, and the latest events with the runs that they started. */
export class EventsPage extends LitElement {
  static override styles = [...notificationsPageStyles, eventsPageStyles]
  static override properties: PropertyDeclarations = {
    workspace: { attribute: false },
    lists: { state: true },
    editedType: { state: true },
    isSchemaInvalid: { state: true },
    isDataInvalid: { state: true },
    watchForm: { state: true },
  }

  declare workspace: Workspace | undefined
  /** `undefined` while they are loading. */
  declare lists: EventLists | undefined
  /** The event type that the form edits; `undefined` for a new one. */
  declare editedType: EventType | undefined
  declare isSchemaInvalid: boolean
  /** Whether the data of the event to publish is not JSON. */
  declare isDataInvalid: boolean
  /** The open form of a watch: for a new one, or for the edited one. */
  declare watchForm: { edited: Watch | undefined; kind: Watch['source']['kind'] } | undefined

  #timer: ReturnType<typeof setTimeout> | undefined
  /** Number of sent changes. Lists that were requested before the latest change are outdated and ignored. */
  #changeCount = 0

  constructor() {
    super()
    this.isSchemaInvalid = false
    this.isDataInvalid = false
    this.addController(new WorkspaceController(this))
  }

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.hasUpdated) void this.#refresh()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('workspace')) void this.#refresh()
  }

  get #api(): ServerApi | undefined {
    return this.workspace?.server?.api
  }

  get #canAdminister(): boolean {
    return this.workspace?.account?.canAdminister ?? true
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    return html`
      <main>
        <header><h1 tabindex="-1">${strings().events.title}</h1></header>
        ${this.#renderContent()}
      </main>
    `
  }

  #renderContent(): TemplateResult | typeof nothing {
    const { events: t } = strings()
    if (!this.#api) return renderNoServer(t.needsServer, t.connect)
    if (!this.lists) return nothing
    const { triggers, watches, types, events } = this.lists
    return html`${renderPanel(t.triggers, t.triggersHint, t.noTriggers, triggers, (trigger) => this.#renderTrigger(trigger))}
    ${renderPanel(
      t.latest,
      undefined,
      t.noLatest,
      events,
      (event) => this.#renderEvent(event),
      this.workspace?.canEdit === false ? nothing : this.#renderPublishForm(types),
    )}
    ${renderPanel(
      t.watches,
      t.watchesHint,
      t.noWatches,
      watches,
      (watch) => this.#renderWatch(watch),
      this.#canAdminister ? this.#renderWatchForm() : nothing,
    )}
    ${renderPanel(
      t.types,
      t.typesHint,
      t.noTypes,
      types.map((type) => ({ ...type, id: type.name })),
      (type) => this.#renderType(type),
      this.workspace?.canEdit === false ? nothing : this.#renderTypeForm(),
    )}`
  }

  #renderTrigger({ id, name, event, enabled, workflow_id: workflow, workflow_name: workflowName }: EventTrigger) {
    const { events: t } = strings()
    return html`<li data-testid="trigger-item">
      ${renderSwitch(t.turnOn(name, workflowName), enabled, (isOn) =>
        this.#update((api) => api.call('PATCH /api/v1/event-triggers/{id}', { path: { id }, body: { enabled: isOn } })),
      )}
      <span class="item-text">
        <span class="ellipsis name"><code>${event}</code></span>
        <a class="ellipsis muted small" href=${getWorkflowPath(workflow)}>${workflowName} · ${name}</a>
      </span>
    </li>`
  }

  #renderWatch(watch: Watch): TemplateResult {
    const { events: t } = strings()
    const { id, name, event, pattern, enabled, problem } = watch
    return html`<li class="watch" data-testid="watch-item">
      ${renderSwitch(t.watchOn(name), enabled, (isOn) =>
        this.#update((api) => api.call('PATCH /api/v1/watches/{id}', { path: { id }, body: { enabled: isOn } })),
      )}
      <span class="item-text">
        <span class="ellipsis name"><code>${event}</code></span>
        <span class="ellipsis muted small">${describeSource(watch)} · ${pattern}</span>
        ${problem ? html`<span class="bad small">${formatProblem(problem)}</span>` : nothing}
      </span>
      ${
        this.#canAdminister
          ? html`<button
                class="quiet icon"
                title=${t.editWatch(name)}
                @click=${() => (this.watchForm = { edited: watch, kind: watch.source.kind })}
              >
                ${icon('pencil')}<span class="visually-hidden">${t.editWatch(name)}</span>
              </button>
              <button
                class="quiet icon"
                title=${t.removeWatch(name)}
                @click=${() => void this.#update((api) => api.call('DELETE /api/v1/watches/{id}', { path: { id } }))}
              >
                ${icon('trash')}<span class="visually-hidden">${t.removeWatch(name)}</span>
              </button>`
          : nothing
      }
    </li>`
  }

  #renderEvent({ type, subject, source, received_at: received, starts, woken }: PublishedEvent): TemplateResult {
    const { events: t, common } = strings()
    const isUnused = starts.length === 0 && woken === 0
    return html`<li class="event" data-testid="event-item">
      <span class="item-text">
        <span class="ellipsis name"><code>${subject === null ? type : `${type}:${subject}`}</code></span>
        <span class="ellipsis muted small">${source}</span>
      </span>
      <span class="muted small">${common.ago(Date.parse(received), Date.now())}</span>
      <div class="small">
        ${starts.map(({ workflow_name: name, run_id: run, problem }) =>
          run === null
            ? html`<p class="bad">${t.notStarted(name)} ${problem ? formatProblem(problem) : nothing}</p>`
            : html`<a href=${getRunPath(run)}>${t.startedOf(name)}</a> `,
        )}
        ${woken > 0 ? html`<span class="muted">${t.woken(woken)}</span>` : nothing}
        ${isUnused ? html`<span class="muted">${t.nothing}</span>` : nothing}
      </div>
    </li>`
  }

  #renderType(type: EventType): TemplateResult {
    const { events: t } = strings()
    const { name, description, schema } = type
    const detail = schema ? t.withSchema : t.anyData
    return html`<li class="sent" data-testid="type-item">
      <span class="item-text">
        <span class="ellipsis name"><code>${name}</code></span>
        <span class="ellipsis muted small">${description === '' ? detail : `${description} · ${detail}`}</span>
      </span>
      ${
        this.workspace?.canEdit === false
          ? nothing
          : html`<button class="quiet icon" title=${t.edit(name)} @click=${() => (this.editedType = type)}>
                ${icon('pencil')}<span class="visually-hidden">${t.edit(name)}</span>
              </button>
              <button
                class="quiet icon"
                title=${t.remove(name)}
                @click=${() =>
                  void this.#update((api) => api.call('DELETE /api/v1/event-types/{name}', { path: { name } }))}
              >
                ${icon('trash')}<span class="visually-hidden">${t.remove(name)}</span>
              </button>`
      }
    </li>`
  }

  #renderPublishForm(types: readonly EventType[]): TemplateResult {
    return renderPublishForm(
      types.map(({ name }) => name),
      this.isDataInvalid,
      (event) => void this.#publish(event),
    )
  }

  #renderWatchForm(): TemplateResult {
    const { watchForm: form } = this
    if (!form) {
      return html`<p>
        <button @click=${() => (this.watchForm = { edited: undefined, kind: 'folder' })}>
          ${icon('plus')} ${strings().events.newWatch}
        </button>
      </p>`
    }
    return renderWatchForm(form, {
      onKind: (kind) => (this.watchForm = { ...form, kind }),
      onSubmit: (event) => void this.#saveWatch(event),
      onCancel: () => (this.watchForm = undefined),
    })
  }

  #renderTypeForm(): TemplateResult {
    const { events: t } = strings()
    const { editedType } = this
    const schema = editedType?.schema ? JSON.stringify(editedType.schema, null, 2) : ''
    return html`<form @submit=${(event: SubmitEvent) => void this.#saveType(event)}>
      <label
        >${t.typeName}
        <input
          name="name"
          required
          maxlength="500"
          autocomplete="off"
          spellcheck="false"
          placeholder=${t.typeExample}
          .value=${editedType?.name ?? ''}
      /></label>
      <label
        >${t.description}
        <input name="description" maxlength="1000" autocomplete="off" .value=${editedType?.description ?? ''}
      /></label>
      <label class="wide">${t.schema} <textarea name="schema" spellcheck="false" .value=${schema}></textarea></label>
      ${this.isSchemaInvalid ? html`<p class="bad small" role="alert">${t.notSchema}</p>` : nothing}
      <button>${t.saveType}</button>
    </form>`
  }

  async #saveType(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    const data = new FormData(form)
    const parsed = parseSchema(String(data.get('schema')))
    this.isSchemaInvalid = parsed === undefined
    if (!parsed) return
    const name = String(data.get('name')).trim()
    const body = { description: String(data.get('description')).trim(), schema: parsed.schema }
    const saved = await this.#update((api) => api.call('PUT /api/v1/event-types/{name}', { path: { name }, body }))
    if (!saved) return
    this.editedType = undefined
    form.reset()
    this.dispatchEvent(new ToastEvent(strings().events.savedType(name)))
  }

  async #saveWatch(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const edited = this.watchForm?.edited
    const body = toWatchBody(new FormData(event.target as HTMLFormElement))
    const saved = await this.#update((api) =>
      edited
        ? api.call('PATCH /api/v1/watches/{id}', { path: { id: edited.id }, body })
        : api.call('POST /api/v1/watches', { body }),
    )
    if (!saved) return
    this.watchForm = undefined
    this.dispatchEvent(new ToastEvent(strings().events.savedWatch(body.name)))
  }

  async #publish(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    const body = toEventBody(new FormData(form))
    this.isDataInvalid = body === undefined
    if (!body) return
    const published = await this.#update((api) => api.call('POST /api/v1/events', { body }))
    if (!published) return
    form.reset()
    this.dispatchEvent(new ToastEvent(strings().events.published(body.type)))
  }

  /** Sends a change, then reloads the lists. */
  async #update<T>(send: (api: ServerApi) => Promise<T>): Promise<T | undefined> {
    this.#changeCount++
    const result = await this.#attempt(send)
    await this.#refresh()
    return result
  }

  async #refresh(): Promise<void> {
    clearTimeout(this.#timer)
    const changeCount = this.#changeCount
    const lists = await this.#attempt(readEventLists)
    if (!this.isConnected) return
    if (lists && changeCount === this.#changeCount) this.lists = lists
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#refresh(), refreshMs)
  }

  /** Sends a request and reports its problem. */
  async #attempt<T>(send: (api: ServerApi) => Promise<T>): Promise<T | undefined> {
    const api = this.#api
    if (!api) return undefined
    try {
      const value = await send(api)
      this.workspace?.clearProblem('events')
      return value
    } catch (cause) {
      if (!(cause instanceof ProblemError)) throw cause
      this.workspace?.report(cause.problem, 'events')
      return undefined
    }
  }
}

function renderPanel<Item extends { id: string }>(
  title: string,
  hint: string | undefined,
  emptyText: string,
  items: readonly Item[],
  renderItem: (item: Item) => TemplateResult,
  form: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`<section class="panel">
    <header><h2>${title}</h2></header>
    ${hint === undefined ? nothing : html`<p class="muted small">${hint}</p>`}
    ${
      items.length === 0
        ? html`<p class="muted small">${emptyText}</p>`
        : html`<ul>
            ${repeat(items, ({ id }) => id, renderItem)}
          </ul>`
    }
    ${form}
  </section>`
}

function renderSwitch(label: string, isOn: boolean, onSwitch: (isOn: boolean) => unknown): TemplateResult {
  const { events: t } = strings()
  return html`<label class="switch">
    <input
      type="checkbox"
      role="switch"
      aria-label=${label}
      .checked=${live(isOn)}
      @change=${({ target }: Event) => void onSwitch((target as HTMLInputElement).checked)}
    />
    <span>${isOn ? t.on : t.off}</span>
  </label>`
}

function formatProblem(problem: Problem): string {
  const { message, hint = '' } = renderProblem(problem, strings().editor.renderText)
  return `${message} ${hint}`.trim()
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-events': EventsPage
  }
}

customElements.define('studio-events', EventsPage)
