import type { ServerApi } from '@aw-flow/client'
import { icon } from '@aw-flow/editor'
import { css, html, nothing, type TemplateResult } from 'lit'
import { formatTimeAgo, getStrings } from '../language/strings.ts'
import { serverPageStyles } from '../shell/server-data/server-page.styles.ts'
import { formatAuthor } from '../activity/format-author.ts'
import { listServerWorkflows } from '../queue/server-queue.ts'
import { select, selectItem, toOptions } from '../shell/forms/fields.ts'
import { renderIconButton, renderListPanel } from '../shell/render-list-panel.ts'
import { renderLoading } from '../shell/render-loading.ts'
import { renderServerPage } from '../shell/server-data/render-server-data.ts'
import { ServerDataController } from '../shell/server-data/server-data-controller.ts'
import { page } from '../shell/element.ts'
import type { UrlFields } from '../shell/query-controller.ts'
import './share-panel.ts'

const statuses = ['draft', 'published', 'archived'] as const
/** Maximum number of versions, templates and deleted workflows to list. */
const maxItems = 100

/**
 * Manages what the server stores about workflows in addition to the document: status, public link, versions, templates
 * and trash.
 */
export class ServerWorkflowsPage extends page({
  /** Server ID of the workflow that is shown. Empty if none. */
  workflow: '',
}) {
  static override urlFields: UrlFields<ServerWorkflowsPage> = { workflow: 'any' }
  static override styles = [
    ...serverPageStyles,
    css`
      studio-share {
        padding: 12px 16px 16px;
      }
    `,
  ]

  readonly #workflows = new ServerDataController(this, { task: 'server-workflows', load: listServerWorkflows })
  readonly #details = new ServerDataController(this, {
    task: 'server-workflow',
    args: () => (this.workflow === '' ? undefined : [this.workflow]),
    load: loadDetails,
  })
  readonly #templates = new ServerDataController(this, { task: 'server-templates', load: loadTemplates })
  readonly #trash = new ServerDataController(this, { task: 'server-trash', load: loadTrash })

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    return renderServerPage(this.#workflows, { ...getStrings().serverWorkflows, picture: 'workflow' }, (workflows) =>
      this.#renderWorkflows(workflows),
    )
  }

  #renderWorkflows(workflows: readonly { id: string; name: string }[]): TemplateResult {
    const { serverWorkflows: strings } = getStrings()
    return html`<section class="panel">
        <form class="fields" @submit=${(event: SubmitEvent) => event.preventDefault()}>
          ${selectItem(strings.workflow, workflows, {
            none: strings.selectWorkflow,
            value: this.workflow,
            onChange: (workflow) => (this.workflow = workflow),
          }).render('workflow')}
          ${this.#details.data ? this.#renderStatus(this.#details.data) : nothing}
        </form>
        ${this.#details.isLoading ? renderLoading() : nothing}
      </section>
      ${this.#details.data ? this.#renderDetails(this.#details.data) : nothing} ${this.#renderTemplates()}
      ${this.#renderTrash()}`
  }

  #renderStatus({ status }: Details): TemplateResult {
    const { serverWorkflows: strings, workflows } = getStrings()
    return html`<div class="edit-control">
        ${select(strings.status, toOptions(statuses, workflows.statuses), {
          value: status.status,
          onChange: (value) => void this.#setStatus(value),
        }).render('status')}
      </div>
      <p class="muted small wide">${strings.publishedVersion(status.published_version)}</p>`
  }

  #renderDetails({ versions }: Details): TemplateResult {
    const { serverWorkflows: strings } = getStrings()
    return html`<section class="panel edit-control" data-testid="share-link">
        <header><h2>${strings.share}</h2></header>
        <studio-share .workspace=${this.workspace} .workflow=${this.workflow}></studio-share>
      </section>
      ${renderListPanel({
        title: strings.versions,
        emptyText: strings.noVersions,
        items: versions.map((version) => ({ ...version, id: String(version.number) })),
        renderItem: ({ number, label, made_by: versionSource, created_at: createdAt, ...author }) => ({
          testId: 'server-version',
          name: [strings.version(number), ...(label === null ? [] : [label])].join(' · '),
          detail: strings.versionSource[versionSource] ?? versionSource,
          actions: html`<span class="muted small"
              >${formatAuthor(author, formatTimeAgo(Date.parse(createdAt), Date.now()))}</span
            >
            <span class="edit-control"
              >${renderIconButton('rotate-ccw', strings.restore, () => this.#restoreVersion(number), strings.restoreLabel(number))}</span
            >`,
        }),
      })}`
  }

  #renderTemplates(): TemplateResult {
    const { serverWorkflows: strings } = getStrings()
    return renderListPanel({
      title: strings.templates,
      emptyText: strings.noTemplates,
      items: this.#templates.data ?? [],
      renderItem: ({ id, name, description, nodes }) => ({
        testId: 'server-template',
        name,
        detail: [description, strings.nodes(nodes)].filter(Boolean).join(' · '),
        actions: html`<span class="edit-control bar"
          ><button aria-label=${strings.useLabel(name)} @click=${() => void this.#useTemplate(id, name)}>
            ${strings.use}
          </button>
          ${renderIconButton('trash', strings.deleteTemplate(name), () => this.#deleteTemplate(id, name))}</span
        >`,
      }),
      footer:
        this.workflow === ''
          ? nothing
          : html`<p class="edit-control">
              <button data-testid="add-template" @click=${() => void this.#addTemplate()}>
                ${icon('plus')} ${strings.addTemplate}
              </button>
            </p>`,
    })
  }

  #renderTrash(): TemplateResult {
    const { serverWorkflows: strings } = getStrings()
    return renderListPanel({
      title: strings.trash,
      emptyText: strings.noTrash,
      items: this.#trash.data ?? [],
      renderItem: ({ id, name }) => ({
        testId: 'server-trash',
        name,
        actions: html`<span class="edit-control"
          ><button aria-label=${strings.restoreWorkflow(name)} @click=${() => void this.#restoreWorkflow(id, name)}>
            ${strings.restore}
          </button></span
        >`,
      }),
    })
  }

  async #setStatus(status: (typeof statuses)[number]): Promise<void> {
    const options = { path: { id: this.workflow }, body: { status } }
    const response = await this.#details.change('PATCH /api/v1/workflows/{id}/status', options)
    if (response) await this.#refreshAndNotify(getStrings().serverWorkflows.statusChanged)
  }

  async #restoreVersion(number: number): Promise<void> {
    const path = { id: this.workflow, number }
    const response = await this.#details.change('POST /api/v1/workflows/{id}/versions/{number}/restore', { path })
    if (response) await this.#refreshAndNotify(getStrings().serverWorkflows.restored(number))
  }

  #addTemplate(): Promise<unknown> {
    const { templateAdded } = getStrings().serverWorkflows
    const body = { workflow_id: this.workflow }
    return this.#templates.change('POST /api/v1/templates', { body }, ({ name }) => templateAdded(name))
  }

  async #useTemplate(id: string, name: string): Promise<void> {
    const response = await this.#workflows.change('POST /api/v1/templates/{id}/use', { path: { id }, body: {} })
    if (response) await this.#refreshAndNotify(getStrings().serverWorkflows.workflowCreated(name))
  }

  #deleteTemplate(id: string, name: string): Promise<unknown> {
    const toast = getStrings().serverWorkflows.templateDeleted(name)
    return this.#templates.change('DELETE /api/v1/templates/{id}', { path: { id } }, toast)
  }

  async #restoreWorkflow(id: string, name: string): Promise<void> {
    const response = await this.#trash.change('POST /api/v1/workflows/{id}/restore', { path: { id } })
    if (!response) return
    await this.#workflows.reload()
    await this.#refreshAndNotify(getStrings().serverWorkflows.workflowRestored(name))
  }

  /** Refreshes the lists after workflows have changed on the server, and shows a toast. */
  async #refreshAndNotify(text: string): Promise<void> {
    await this.workspace?.refreshServerLists()
    this.#workflows.showToast(text)
  }
}

type Details = Awaited<ReturnType<typeof loadDetails>>

async function loadDetails(api: ServerApi, id: string) {
  const path = { id }
  const [status, versions] = await Promise.all([
    api.call('GET /api/v1/workflows/{id}/status', { path }),
    api.call('GET /api/v1/workflows/{id}/versions', { path, query: { limit: maxItems } }),
  ])
  return { status: status.value, versions: versions.value.items }
}

async function loadTemplates(api: ServerApi) {
  const { value } = await api.call('GET /api/v1/templates', { query: { limit: maxItems } })
  return value.items.filter(({ built_in: isBuiltIn }) => !isBuiltIn)
}

async function loadTrash(api: ServerApi) {
  const { value } = await api.call('GET /api/v1/workflows', { query: { deleted: 'true', limit: maxItems } })
  return value.items
}

customElements.define('studio-server-workflows', ServerWorkflowsPage)
