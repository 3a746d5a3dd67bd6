import type { ServerApi } from '@aw-flow/client'
import { icon } from '@aw-flow/editor'
import { css, html, nothing, type TemplateResult } from 'lit'
import { formatTimeAgo, getStrings } from '../language/strings.ts'
import { queuePageStyles } from '../pages/queue-page.styles.ts'
import { listServerWorkflows } from '../queue/server-queue.ts'
import { copyText } from '../shell/copy-text.ts'
import { renderSelectField, toOptions } from '../shell/forms/form-fields.ts'
import { renderIconButton, renderListPanel, renderSwitch } from '../shell/render-list-panel.ts'
import { renderLoading } from '../shell/render-loading.ts'
import { renderServerPage } from '../shell/server-data/render-server-data.ts'
import { ServerDataController } from '../shell/server-data/server-data-controller.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import { page } from '../shell/element.ts'
import type { UrlFields } from '../shell/query-controller.ts'

const statuses = ['draft', 'published', 'archived'] as const
const linkPermissions = ['view', 'execute'] as const
type LinkPermission = (typeof linkPermissions)[number]
/** Lifetimes that users can select for a link, in days. */
const linkLifetimeDays = [1, 7, 30] as const
const dayMs = 86_400_000
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
    ...queuePageStyles,
    css`
      .link {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 12px;
      }

      .link a {
        color: var(--_accent);
        overflow-wrap: anywhere;
      }
    `,
  ]

  readonly #workflows = new ServerDataController(this, { task: 'server-workflows', load: listServerWorkflows })
  readonly #details = new ServerDataController(this, {
    task: 'server-workflow',
    args: () => (this.workflow === '' ? undefined : [this.workflow]),
    load: (api, id) => loadDetails(api, id, this.workspace?.canEdit ?? false),
  })
  readonly #templates = new ServerDataController(this, { task: 'server-templates', load: loadTemplates })
  readonly #trash = new ServerDataController(this, { task: 'server-trash', load: loadTrash })

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    return renderServerPage(this.#workflows, getStrings().serverWorkflows, (workflows) =>
      this.#renderWorkflows(workflows),
    )
  }

  #renderWorkflows(workflows: readonly { id: string; name: string }[]): TemplateResult {
    const { serverWorkflows: strings } = getStrings()
    return html`<section class="panel">
        <form class="fields" @submit=${(event: SubmitEvent) => event.preventDefault()}>
          ${renderSelectField({
            name: 'workflow',
            label: strings.workflow,
            value: this.workflow,
            options: [
              { value: '', label: strings.selectWorkflow },
              ...workflows.map(({ id, name }) => ({ value: id, label: name })),
            ],
            onChange: (workflow) => (this.workflow = workflow),
          })}
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
        ${renderSelectField({
          name: 'status',
          label: strings.status,
          value: status.status,
          options: toOptions(statuses, workflows.statuses),
          onChange: (value) => void this.#setStatus(value as (typeof statuses)[number]),
        })}
      </div>
      <p class="muted small wide">${strings.publishedVersion(status.published_version)}</p>`
  }

  #renderDetails({ versions, link }: Details): TemplateResult {
    const { serverWorkflows: strings } = getStrings()
    return html`<section class="panel edit-control" data-testid="share-link">
        <header><h2>${strings.share}</h2></header>
        <p class="muted small">${strings.shareHelp}</p>
        <p>${renderSwitch(strings.shareByLink, link !== undefined, (isOn) => this.#setSharing(isOn))}</p>
        ${
          link === undefined
            ? nothing
            : html`<p class="small link">
                  <a href=${link.url}>${link.url}</a>
                  <button @click=${() => void copyText(this, link.url, strings)}>
                    ${icon('copy')} ${strings.copyLink}
                  </button>
                </p>
                <form class="fields" @submit=${(event: SubmitEvent) => event.preventDefault()}>
                  ${renderSelectField({
                    name: 'permission',
                    label: strings.sharePermission,
                    value: link.permission,
                    options: toOptions(linkPermissions, strings.sharePermissions),
                    onChange: (value) => void this.#changeLink({ permission: value as LinkPermission }),
                  })}
                  ${renderSelectField({
                    name: 'expiry',
                    label: strings.shareExpiry,
                    value: link.expiresAt === null ? '' : 'current',
                    options: [
                      { value: '', label: strings.noExpiry },
                      ...(link.expiresAt === null
                        ? []
                        : [{ value: 'current', label: strings.expiresAt(Date.parse(link.expiresAt)) }]),
                      ...linkLifetimeDays.map((days) => ({ value: String(days), label: strings.shareDays(days) })),
                    ],
                    onChange: (value) => void this.#changeExpiry(value),
                  })}
                </form>`
        }
      </section>
      ${renderListPanel({
        title: strings.versions,
        emptyText: strings.noVersions,
        items: versions.map((version) => ({ ...version, id: String(version.number) })),
        renderItem: ({ number, label, made_by: versionSource, created_at: createdAt }) =>
          html`<li data-testid="server-version">
            <span class="item-text">
              <span class="ellipsis name"
                >${[strings.version(number), ...(label === null ? [] : [label])].join(' · ')}</span
              >
              <span class="muted small">${strings.versionSource[versionSource] ?? versionSource}</span>
            </span>
            <span class="muted small time">${formatTimeAgo(Date.parse(createdAt), Date.now())}</span>
            <span class="edit-control"
              >${renderIconButton('rotate-ccw', strings.restore, () => this.#restoreVersion(number), strings.restoreLabel(number))}</span
            >
          </li>`,
      })}`
  }

  #renderTemplates(): TemplateResult {
    const { serverWorkflows: strings } = getStrings()
    return renderListPanel({
      title: strings.templates,
      emptyText: strings.noTemplates,
      items: this.#templates.data ?? [],
      renderItem: ({ id, name, description, nodes }) =>
        html`<li data-testid="server-template">
          <span class="item-text">
            <span class="ellipsis name">${name}</span>
            <span class="ellipsis muted small">${[description, strings.nodes(nodes)].filter(Boolean).join(' · ')}</span>
          </span>
          <span class="edit-control buttons"
            ><button aria-label=${strings.useLabel(name)} @click=${() => void this.#useTemplate(id, name)}>
              ${strings.use}
            </button>
            ${renderIconButton('trash', strings.deleteTemplate(name), () => this.#deleteTemplate(id, name))}</span
          >
        </li>`,
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
      renderItem: ({ id, name }) =>
        html`<li data-testid="server-trash">
          <span class="item-text"><span class="ellipsis name">${name}</span></span>
          <span class="edit-control"
            ><button aria-label=${strings.restoreWorkflow(name)} @click=${() => void this.#restoreWorkflow(id, name)}>
              ${strings.restore}
            </button></span
          >
        </li>`,
    })
  }

  async #setStatus(status: (typeof statuses)[number]): Promise<void> {
    const path = { id: this.workflow }
    const response = await this.#details.update((api) =>
      api.call('PATCH /api/v1/workflows/{id}/status', { path, body: { status } }),
    )
    if (response) await this.#refreshAndNotify(getStrings().serverWorkflows.statusChanged)
  }

  async #setSharing(isPublic: boolean): Promise<void> {
    const path = { id: this.workflow }
    const updatedSharing = await this.#details.update((api) =>
      api.call('PATCH /api/v1/workflows/{id}/sharing', { path, body: { public: isPublic } }),
    )
    const { serverWorkflows: strings } = getStrings()
    if (!updatedSharing) return
    const { data } = this.#details
    if (data) this.#details.set({ ...data, link: toLink(updatedSharing.value) })
    this.#showToast(isPublic ? strings.linkTurnedOn : strings.linkTurnedOff)
  }

  async #changeExpiry(value: string): Promise<void> {
    if (value === 'current') return
    const expiry = value === '' ? null : new Date(Date.now() + Number(value) * dayMs).toISOString()
    await this.#changeLink({ expires_at: expiry })
  }

  async #changeLink(changes: { permission?: LinkPermission; expires_at?: string | null }): Promise<void> {
    const path = { id: this.workflow }
    const updatedSharing = await this.#details.update((api) =>
      api.call('PATCH /api/v1/workflows/{id}/sharing', { path, body: { public: true, ...changes } }),
    )
    const { data } = this.#details
    if (!updatedSharing || !data) return
    this.#details.set({ ...data, link: toLink(updatedSharing.value) })
    this.#showToast(getStrings().serverWorkflows.linkChanged)
  }

  async #restoreVersion(number: number): Promise<void> {
    const path = { id: this.workflow, number }
    const response = await this.#details.update((api) =>
      api.call('POST /api/v1/workflows/{id}/versions/{number}/restore', { path }),
    )
    if (response) await this.#refreshAndNotify(getStrings().serverWorkflows.restored(number))
  }

  async #addTemplate(): Promise<void> {
    const body = { workflow_id: this.workflow }
    const addedTemplate = await this.#templates.update((api) => api.call('POST /api/v1/templates', { body }))
    if (addedTemplate) this.#showToast(getStrings().serverWorkflows.templateAdded(addedTemplate.value.name))
  }

  async #useTemplate(id: string, name: string): Promise<void> {
    const response = await this.#workflows.update((api) =>
      api.call('POST /api/v1/templates/{id}/use', { path: { id }, body: {} }),
    )
    if (response) await this.#refreshAndNotify(getStrings().serverWorkflows.workflowCreated(name))
  }

  async #deleteTemplate(id: string, name: string): Promise<void> {
    const response = await this.#templates.update((api) => api.call('DELETE /api/v1/templates/{id}', { path: { id } }))
    if (response) this.#showToast(getStrings().serverWorkflows.templateDeleted(name))
  }

  async #restoreWorkflow(id: string, name: string): Promise<void> {
    const response = await this.#trash.update((api) =>
      api.call('POST /api/v1/workflows/{id}/restore', { path: { id } }),
    )
    if (!response) return
    await this.#workflows.reload()
    await this.#refreshAndNotify(getStrings().serverWorkflows.workflowRestored(name))
  }

  /** Refreshes the lists after workflows have changed on the server, and shows a toast. */
  async #refreshAndNotify(text: string): Promise<void> {
    await this.workspace?.refreshServerLists()
    this.#showToast(text)
  }

  #showToast(text: string): void {
    this.dispatchEvent(new ToastEvent(text))
  }
}

type Details = Awaited<ReturnType<typeof loadDetails>>

async function loadDetails(api: ServerApi, id: string, canEdit: boolean) {
  const path = { id }
  const [status, versions, sharing] = await Promise.all([
    api.call('GET /api/v1/workflows/{id}/status', { path }),
    api.call('GET /api/v1/workflows/{id}/versions', { path, query: { limit: maxItems } }),
    canEdit ? api.call('GET /api/v1/workflows/{id}/sharing', { path }) : undefined,
  ])
  return { status: status.value, versions: versions.value.items, link: toLink(sharing?.value) }
}

/** A link to the page where visitors can view the workflow. */
interface Link {
  url: string
  permission: LinkPermission
  expiresAt: string | null
}

interface Sharing {
  token: string | null
  permission: LinkPermission | null
  expires_at: string | null
}

const toLink = (sharing: Sharing | undefined): Link | undefined =>
  sharing?.token
    ? {
        url: new URL(`/shared/${sharing.token}`, location.origin).href,
        permission: sharing.permission ?? 'view',
        expiresAt: sharing.expires_at,
      }
    : undefined

async function loadTemplates(api: ServerApi) {
  const { value } = await api.call('GET /api/v1/templates', { query: { limit: maxItems } })
  return value.items.filter(({ built_in: isBuiltIn }) => !isBuiltIn)
}

async function loadTrash(api: ServerApi) {
  const { value } = await api.call('GET /api/v1/workflows', { query: { deleted: 'true', limit: maxItems } })
  return value.items
}

customElements.define('studio-server-workflows', ServerWorkflowsPage)
