import { icon } from '@aw-flow/editor'
import { css, html, nothing, type TemplateResult } from 'lit'
import { keyed } from 'lit/directives/keyed.js'
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
import { formatProblem } from '../language/format-problem.ts'
import { formatTimeAgo, getStrings } from '../language/strings.ts'
import { renderPublishForm, renderEventTypeForm, renderWatchForm } from '../events/event-forms.ts'
import { toEventBody, toWatchBody } from '../events/watch-form.ts'
import { getRunPath, getWorkflowPath } from '../shell/router.ts'
import { renderIconButton, renderListPanel, renderSwitch } from '../shell/render-list-panel.ts'
import { renderServerPage } from '../shell/server-data/render-server-data.ts'
import { ServerDataController } from '../shell/server-data/server-data-controller.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import { notificationsPageStyles } from './notifications-page.styles.ts'
import { page } from '../shell/element.ts'

/** Refresh interval for the lists, in ms. */
const refreshIntervalMs = 5_000

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

/** Shows the server's Event nodes, watches, event types, and the most recent events with the runs they started. */
export class EventsPage extends page({
  /** The event type being edited. `undefined` for a new one. */
  editedType: undefined as EventType | undefined,
  isSchemaInvalid: false,
  /** Whether the entered event data is not valid JSON. */
  isDataInvalid: false,
  /** State of the watch form, or `undefined` while it is closed. Without `editedWatch`, the form adds a watch. */
  watchForm: undefined as { editedWatch: Watch | undefined; kind: Watch['source']['kind'] } | undefined,
}) {
  static override styles = [...notificationsPageStyles, eventsPageStyles]

  readonly #lists = new ServerDataController(this, {
    task: 'events',
    load: readEventLists,
    getPollIntervalMs: () => refreshIntervalMs,
  })

  get #canAdminister(): boolean {
    return this.workspace?.account?.canAdminister ?? true
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    return renderServerPage(this.#lists, { ...getStrings().events, integration: 'events' }, (lists) =>
      this.#renderLists(lists),
    )
  }

  #renderLists({ triggers, watches, types, events }: EventLists): TemplateResult {
    const { events: strings } = getStrings()
    const canEdit = this.workspace?.canEdit !== false
    return html`${renderListPanel({
      title: strings.triggers,
      hint: strings.triggersHint,
      emptyText: strings.noTriggers,
      items: triggers,
      renderItem: (trigger) => this.#renderTrigger(trigger),
    })}
    ${renderListPanel({
      title: strings.latestEvents,
      emptyText: strings.noEvents,
      items: events,
      renderItem: renderEvent,
      footer: canEdit ? this.#renderPublishForm(types) : nothing,
    })}
    ${renderListPanel({
      title: strings.watches,
      hint: strings.watchesHint,
      emptyText: strings.noWatches,
      items: watches,
      renderItem: (watch) => this.#renderWatch(watch),
      footer: this.#canAdminister ? this.#renderWatchForm() : nothing,
    })}
    ${renderListPanel({
      title: strings.types,
      hint: strings.typesHint,
      emptyText: strings.noTypes,
      items: types.map((type) => ({ ...type, id: type.name })),
      renderItem: (type) => this.#renderEventType(type),
      footer: canEdit
        ? keyed(
            this.editedType,
            renderEventTypeForm(this.editedType, this.isSchemaInvalid, (event) => void this.#saveType(event)),
          )
        : nothing,
    })}`
  }

  #renderTrigger({ id, name, event, enabled, workflow_id: workflowId, workflow_name: workflowName }: EventTrigger) {
    const { events: strings } = getStrings()
    return html`<li data-testid="trigger-item">
      ${renderSwitch(strings.triggerLabel(name, workflowName), enabled, (isOn) =>
        this.#lists.update((api) =>
          api.call('PATCH /api/v1/event-triggers/{id}', { path: { id }, body: { enabled: isOn } }),
        ),
      )}
      <span class="item-text">
        <span class="ellipsis name"><code>${event}</code></span>
        <a class="ellipsis muted small" href=${getWorkflowPath(workflowId)}>${workflowName} · ${name}</a>
      </span>
    </li>`
  }

  #renderWatch(watch: Watch): TemplateResult {
    const { events: strings } = getStrings()
    const { id, name, event, pattern, enabled, problem } = watch
    return html`<li class="watch" data-testid="watch-item">
      ${renderSwitch(strings.watchLabel(name), enabled, (isOn) =>
        this.#lists.update((api) => api.call('PATCH /api/v1/watches/{id}', { path: { id }, body: { enabled: isOn } })),
      )}
      <span class="item-text">
        <span class="ellipsis name"><code>${event}</code></span>
        <span class="ellipsis muted small">${describeSource(watch)} · ${pattern}</span>
        ${problem ? html`<span class="bad small">${formatProblem(problem)}</span>` : nothing}
      </span>
      ${
        this.#canAdminister
          ? html`${renderIconButton('pencil', strings.editWatch(name), () => (this.watchForm = { editedWatch: watch, kind: watch.source.kind }))}
            ${renderIconButton('trash', strings.removeWatch(name), () => this.#lists.update((api) => api.call('DELETE /api/v1/watches/{id}', { path: { id } })))}`
          : nothing
      }
    </li>`
  }

  #renderEventType(type: EventType): TemplateResult {
    const { events: strings } = getStrings()
    const { name, description, schema } = type
    const schemaText = schema ? strings.withSchema : strings.anyData
    return html`<li class="sent" data-testid="type-item">
      <span class="item-text">
        <span class="ellipsis name"><code>${name}</code></span>
        <span class="ellipsis muted small">${description === '' ? schemaText : `${description} · ${schemaText}`}</span>
      </span>
      ${
        this.workspace?.canEdit === false
          ? nothing
          : html`${renderIconButton('pencil', strings.edit(name), () => (this.editedType = type))}
            ${renderIconButton('trash', strings.remove(name), () => this.#lists.update((api) => api.call('DELETE /api/v1/event-types/{name}', { path: { name } })))}`
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

  #renderWatchForm(): unknown {
    const { watchForm: form } = this
    if (!form) {
      return html`<p>
        <button @click=${() => (this.watchForm = { editedWatch: undefined, kind: 'folder' })}>
          ${icon('plus')} ${getStrings().events.newWatch}
        </button>
      </p>`
    }
    return keyed(
      form.editedWatch,
      renderWatchForm(form, {
        onKindChange: (kind) => (this.watchForm = { ...form, kind }),
        onSubmit: (event) => void this.#saveWatch(event),
        onCancel: () => (this.watchForm = undefined),
      }),
    )
  }

  async #saveType(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    const data = new FormData(form)
    const parsedSchema = parseSchema(String(data.get('schema')))
    this.isSchemaInvalid = parsedSchema === undefined
    if (!parsedSchema) return
    const name = String(data.get('name')).trim()
    const body = { description: String(data.get('description')).trim(), schema: parsedSchema.schema }
    const response = await this.#lists.update((api) =>
      api.call('PUT /api/v1/event-types/{name}', { path: { name }, body }),
    )
    if (!response) return
    this.editedType = undefined
    form.reset()
    this.dispatchEvent(new ToastEvent(getStrings().events.savedType(name)))
  }

  async #saveWatch(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const editedWatch = this.watchForm?.editedWatch
    const body = toWatchBody(new FormData(event.target as HTMLFormElement))
    const response = await this.#lists.update((api) =>
      editedWatch
        ? api.call('PATCH /api/v1/watches/{id}', { path: { id: editedWatch.id }, body })
        : api.call('POST /api/v1/watches', { body }),
    )
    if (!response) return
    this.watchForm = undefined
    this.dispatchEvent(new ToastEvent(getStrings().events.savedWatch(body.name)))
  }

  async #publish(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    const body = toEventBody(new FormData(form))
    this.isDataInvalid = body === undefined
    if (!body) return
    const response = await this.#lists.update((api) => api.call('POST /api/v1/events', { body }))
    if (!response) return
    form.reset()
    this.dispatchEvent(new ToastEvent(getStrings().events.published(body.type)))
  }
}

function renderEvent({
  type,
  subject,
  source,
  received_at: receivedAt,
  starts,
  woken,
}: PublishedEvent): TemplateResult {
  const { events: strings } = getStrings()
  const isUnused = starts.length === 0 && woken === 0
  return html`<li class="event" data-testid="event-item">
    <span class="item-text">
      <span class="ellipsis name"><code>${subject === null ? type : `${type}:${subject}`}</code></span>
      <span class="ellipsis muted small">${source}</span>
    </span>
    <span class="muted small">${formatTimeAgo(Date.parse(receivedAt), Date.now())}</span>
    <div class="small">
      ${starts.map(({ workflow_name: name, run_id: runId, problem }) =>
        runId === null
          ? html`<p class="bad">${strings.notStarted(name)} ${problem ? formatProblem(problem) : nothing}</p>`
          : html`<a href=${getRunPath(runId)}>${strings.runTitle(name)}</a> `,
      )}
      ${woken > 0 ? html`<span class="muted">${strings.resumedRuns(woken)}</span>` : nothing}
      ${isUnused ? html`<span class="muted">${strings.noRunsStarted}</span>` : nothing}
    </div>
  </li>`
}

customElements.define('studio-events', EventsPage)
