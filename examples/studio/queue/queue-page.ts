import type { ServerRun } from '@aw-flow/client'
import { html, nothing, type TemplateResult } from 'lit'
import { formatTimeAgo, getStrings } from '../language/strings.ts'
import { listServerWorkflows, priorities, readQueue, type Queue } from './server-queue.ts'
import { content, number, select, selectItem, text, toOptions } from '../shell/forms/fields.ts'
import { renderForm } from '../shell/forms/studio-form.ts'
import { renderState } from '../shell/render-state.ts'
import { getRunPath } from '../shell/router.ts'
import { renderListPanel, renderIconButton, type ListItem } from '../shell/render-list-panel.ts'
import { renderLoading } from '../shell/render-loading.ts'
import { renderServerPage } from '../shell/server-data/render-server-data.ts'
import { ServerDataController } from '../shell/server-data/server-data-controller.ts'
import { serverPageStyles } from '../shell/server-data/server-page.styles.ts'
import { page } from '../shell/element.ts'
import type { UrlFields } from '../shell/query-controller.ts'

/** The server's queued and active runs, and each workflow's priority and concurrency key. */
export class QueuePage extends page({
  /** ID of the workflow whose queue settings are shown. Empty if none. */
  workflow: '',
}) {
  static override urlFields: UrlFields<QueuePage> = { workflow: 'any' }
  static override styles = serverPageStyles

  readonly #queue = new ServerDataController(this, {
    task: 'queue',
    load: readQueue,
    pollMs: 2_000,
  })
  readonly #workflows = new ServerDataController(this, { task: 'queue-workflows', load: listServerWorkflows })
  readonly #settings = new ServerDataController(this, {
    task: 'queue-settings',
    args: () => (this.workflow === '' ? undefined : [this.workflow]),
    load: async (api, id) => (await api.call('GET /api/v1/workflows/{id}/queue', { path: { id } })).value,
  })

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    return renderServerPage(this.#queue, { ...getStrings().queue, picture: 'runs' }, (queue) =>
      this.#renderQueue(queue),
    )
  }

  #renderQueue({ active, queued, totalQueued }: Queue): TemplateResult {
    const { queue: strings } = getStrings()
    const hiddenCount = totalQueued - queued.length
    const renderItem = (run: ServerRun) => this.#describeRun(run)
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

  #describeRun({
    id,
    workflow_name: name,
    status,
    queue,
    concurrency_key: key,
    blocked: isBlocked,
    created_at: createdAt,
  }: ServerRun): ListItem {
    const { queue: strings } = getStrings()
    const details = [
      `${strings.priority}: ${strings.priorities[queue]}`,
      ...(key === null ? [] : [key === '' ? strings.emptyKey : strings.key(key)]),
      ...(isBlocked ? [strings.blocked] : []),
    ]
    const cancel = () => this.#queue.change('POST /api/v1/runs/{id}/cancel', { path: { id } })
    return {
      testId: 'queue-item',
      href: getRunPath(id),
      name,
      detail: details.join(' · '),
      actions: html`<span class="muted small">${formatTimeAgo(Date.parse(createdAt), Date.now())}</span>
        ${renderState(status === 'pending' ? 'queued' : status)}
        <span class="edit-control">${renderIconButton('x', strings.cancel, cancel, strings.cancelLabel(name))}</span>`,
    }
  }

  #renderSettings(): TemplateResult {
    const { queue: strings } = getStrings()
    const { data: settings, isLoading } = this.#settings
    return renderForm({
      fields: () => ({
        workflow: selectItem(strings.workflow, this.#workflows.data ?? [], {
          none: strings.selectWorkflow,
          value: this.workflow,
          onChange: (workflow) => (this.workflow = workflow),
        }),
        ...(isLoading ? { loading: content(renderLoading()) } : {}),
        ...(settings
          ? {
              priority: select(strings.priority, toOptions(priorities, strings.priorities), {
                value: settings.priority,
              }),
              key: text(strings.keyLabel, {
                value: settings.concurrency?.key,
                maxLength: 500,
                placeholder: strings.keyExample,
              }),
              limit: number(strings.limit, { value: settings.concurrency?.limit ?? 1, min: 1, max: 1000 }),
            }
          : {}),
      }),
      submit: settings && strings.save,
      onSubmit: async ({ workflow: id, priority, key, limit }) => {
        if (priority === undefined || limit === undefined) return undefined
        const name = this.#workflows.data?.find((workflow) => workflow.id === id)?.name ?? ''
        const body = { priority, concurrency: key ? { key, limit } : null }
        return this.#settings.change('PUT /api/v1/workflows/{id}/queue', { path: { id }, body }, strings.saved(name))
      },
    })
  }
}

customElements.define('studio-queue', QueuePage)
