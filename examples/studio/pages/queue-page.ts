import type { ServerRun } from '@aw-flow/client'
import { html, nothing, type TemplateResult } from 'lit'
import { formatTimeAgo, getStrings } from '../language/strings.ts'
import { listServerWorkflows, priorities, readQueue, toQueueSettings, type Queue } from '../queue/server-queue.ts'
import { renderNumberField, renderSelectField, renderTextField, toOptions } from '../shell/forms/form-fields.ts'
import { renderForm } from '../shell/forms/form-panel.ts'
import { renderState } from '../shell/render-state.ts'
import { getRunPath } from '../shell/router.ts'
import { renderListPanel, renderIconButton } from '../shell/render-list-panel.ts'
import { renderLoading } from '../shell/render-loading.ts'
import { renderServerPage } from '../shell/server-data/render-server-data.ts'
import { ServerDataController } from '../shell/server-data/server-data-controller.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import { queuePageStyles } from './queue-page.styles.ts'
import { page } from '../shell/element.ts'
import type { UrlFields } from '../shell/query-controller.ts'

/** Refresh interval for the lists, in ms. */
const refreshIntervalMs = 2_000

/** The server's queued and active runs, and each workflow's priority and concurrency key. */
export class QueuePage extends page({
  /** ID of the workflow whose queue settings are shown. Empty if none. */
  workflow: '',
}) {
  static override urlFields: UrlFields<QueuePage> = { workflow: 'any' }
  static override styles = queuePageStyles

  readonly #queue = new ServerDataController(this, {
    task: 'queue',
    load: readQueue,
    getPollIntervalMs: () => refreshIntervalMs,
  })
  readonly #workflows = new ServerDataController(this, { task: 'queue-workflows', load: listServerWorkflows })
  readonly #settings = new ServerDataController(this, {
    task: 'queue-settings',
    args: () => (this.workflow === '' ? undefined : [this.workflow]),
    load: async (api, id) => (await api.call('GET /api/v1/workflows/{id}/queue', { path: { id } })).value,
  })

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    return renderServerPage(this.#queue, getStrings().queue, (queue) => this.#renderQueue(queue))
  }

  #renderQueue({ active, queued, totalQueued }: Queue): TemplateResult {
    const { queue: strings } = getStrings()
    const hiddenCount = totalQueued - queued.length
    const renderItem = (run: ServerRun) => this.#renderRun(run)
    return html`<p class="small muted" role="status">${strings.summary(active.length, totalQueued)}</p>
      ${renderListPanel({ title: strings.active, emptyText: strings.noActiveRuns, items: active, renderItem })}
      ${renderListPanel({
        title: strings.queued,
        emptyText: strings.noQueuedRuns,
        items: queued,
        renderItem,
        footer: hiddenCount > 0 ? html`<p class="muted small">${strings.more(hiddenCount)}</p>` : nothing,
      })}
      <section class="panel edit-control">
        <header><h2>${strings.settings}</h2></header>
        <p class="muted small">${strings.settingsHint}</p>
        ${this.#renderSettings()}
      </section>`
  }

  #renderRun({
    id,
    workflow_name: name,
    status,
    queue,
    concurrency_key: key,
    blocked: isBlocked,
    created_at: createdAt,
  }: ServerRun) {
    const { queue: strings } = getStrings()
    const details = [
      `${strings.priority}: ${strings.priorities[queue]}`,
      ...(key === null ? [] : [key === '' ? strings.emptyKey : strings.key(key)]),
      ...(isBlocked ? [strings.blocked] : []),
    ]
    return html`<li data-testid="queue-item">
      <a class="item-text" href=${getRunPath(id)}>
        <span class="ellipsis name">${name}</span>
        <span class="muted small">${details.join(' · ')}</span>
      </a>
      <span class="muted small time">${formatTimeAgo(Date.parse(createdAt), Date.now())}</span>
      ${renderState(status === 'pending' ? 'queued' : status)}
      <span class="edit-control"
        >${renderIconButton('x', strings.cancel, () => this.#cancel(id), strings.cancelLabel(name))}</span
      >
    </li>`
  }

  #renderSettings(): TemplateResult {
    const { queue: strings } = getStrings()
    const workflowField = renderSelectField({
      name: 'workflow',
      label: strings.workflow,
      value: this.workflow,
      options: [
        { value: '', label: strings.selectWorkflow },
        ...(this.#workflows.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
      ],
      onChange: (workflow) => (this.workflow = workflow),
    })
    return renderForm({
      title: '',
      fields: html`${workflowField} ${this.#settings.isLoading ? renderLoading() : this.#renderSettingsFields()}`,
      submit: this.#settings.data ? strings.save : nothing,
      onSubmit: (event) => void this.#save(event),
    })
  }

  #renderSettingsFields(): TemplateResult | typeof nothing {
    const { queue: strings } = getStrings()
    const { data: settings } = this.#settings
    if (!settings) return nothing
    const { priority, concurrency } = settings
    return html`${renderSelectField({
      name: 'priority',
      label: strings.priority,
      value: priority,
      options: toOptions(priorities, strings.priorities),
    })}
    ${renderTextField({
      name: 'key',
      label: strings.keyLabel,
      value: concurrency?.key,
      maxLength: 500,
      placeholder: strings.keyExample,
    })}
    ${renderNumberField({ name: 'limit', label: strings.limit, value: concurrency?.limit ?? 1, min: 1, max: 1000 })}`
  }

  async #cancel(id: string): Promise<void> {
    await this.#queue.update((api) => api.call('POST /api/v1/runs/{id}/cancel', { path: { id } }))
  }

  async #save(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const { workflow: id } = this
    const { priority, concurrency } = toQueueSettings(new FormData(event.target as HTMLFormElement))
    const response = await this.#settings.update((api) =>
      api.call('PUT /api/v1/workflows/{id}/queue', { path: { id }, body: { priority, concurrency } }),
    )
    if (!response) return
    const name = this.#workflows.data?.find((workflow) => workflow.id === id)?.name ?? ''
    this.dispatchEvent(new ToastEvent(getStrings().queue.saved(name)))
  }
}

customElements.define('studio-queue', QueuePage)
