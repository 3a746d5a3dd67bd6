import { importedAccess, newId, serializeWorkflowFile, type UnreadableDocument } from '@aw-flow/client'
import { getKey, icon, saveFile } from '@aw-flow/editor'
import type { Workflow } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { repeat } from 'lit/directives/repeat.js'
import { drawWorkflow } from './draw-workflow.ts'
import { ServerWorkflows } from './server-workflows.ts'
import { localizeTag } from './templates.ts'
import {
  findWorkflows,
  statusFilters,
  collectTags,
  workflowSortOrders,
  type StatusFilter,
  type WorkflowSortOrder,
} from './find-workflows.ts'
import { FormFocus } from '../shell/forms/form-focus.ts'
import { formatTimeAgo, getStrings } from '../language/strings.ts'
import { getWorkflowPath } from '../shell/router.ts'
import { renderLocation } from '../shell/render-location.ts'
import { renderRunState } from '../shell/render-state.ts'
import { FileRequestEvent, ToastEvent } from '../shell/studio-events.ts'
import { workflowFileNames } from '../datasets/add-files.ts'
import { importWorkflows } from './import-workflows.ts'
import { createWorkflowBundle } from './workflow-bundle.ts'
import { createCopyName, getDisplayStrings } from '../display-names.ts'
import type { ListedWorkflow, Workspace } from '../workspace.ts'
import { workflowsPageStyles } from './workflows-page.styles.ts'
import { page } from '../shell/element.ts'
import type { UrlFields } from '../shell/query-controller.ts'
import { toPath } from '../shell/base-path.ts'

const statuses: readonly Workflow['status'][] = ['draft', 'published', 'archived']
/** Minimum number of workflows for the search to be shown. */
const minWorkflowsForSearch = 4

/** Lists all workflows, which can be filtered by text, tags and status. */
export class WorkflowsPage extends page({
  search: '',
  status: 'active' as StatusFilter,
  tags: [] as readonly string[],
  sort: 'edited' as WorkflowSortOrder,
  /** ID of the workflow whose tags are being edited. */
  editedTagsId: undefined as string | undefined,
}) {
  static override urlFields: UrlFields<WorkflowsPage> = {
    search: 'typed',
    status: statusFilters,
    tags: 'any',
    sort: workflowSortOrders,
  }
  static override styles = workflowsPageStyles

  readonly #serverWorkflows = new ServerWorkflows(this)

  constructor() {
    super()
    this.addController(
      new FormFocus({
        getOpenKey: () => this.editedTagsId,
        getField: () => this.renderRoot.querySelector('.tagging input'),
        findOpener: (id) => this.#findInCard(id, '.add-tag'),
      }),
    )
  }

  protected override render(): TemplateResult | typeof nothing {
    const { workspace } = this
    if (!workspace) return nothing
    const { search, status, tags, sort } = this
    const matches = findWorkflows(workspace.workflows, { search, status, tags, sort }, workspace.engine.status.catalog)
    const { workflows: strings, common, shell } = getStrings()
    return html`
      <main>
        <header>
          <h1 tabindex="-1">${shell.workflows}</h1>
          <button class="edit-control" @click=${this.#chooseImportFiles}>${icon('upload')} ${strings.import}</button>
          <button ?disabled=${matches.length === 0} @click=${() => void this.#exportAll(workspace, matches)}>
            ${icon('download')}
            ${matches.length < workspace.workflows.length ? strings.exportFiltered : strings.exportAll}
          </button>
          ${
            workspace.server
              ? html`<a class="button" href=${toPath('/server-workflows')}>${icon('server')} ${strings.onServer}</a>`
              : nothing
          }
          <a class="button edit-control" href=${toPath('/templates')}
            >${icon('layout-template')} ${strings.fromTemplate}</a
          >
          <a id="create-workflow" class="button primary edit-control" href=${toPath('/workflows/new')}
            >${icon('plus')} ${common.newWorkflow}</a
          >
        </header>
        ${workspace.workflows.length < minWorkflowsForSearch && this.#isUnfiltered ? nothing : this.#renderFilters(workspace)}
        <ul class="cards">
          ${workspace.unreadableDocuments.map((unreadable) => this.#renderUnreadable(workspace, unreadable))}
          ${repeat(
            matches,
            ({ id }) => id,
            (listed) => this.#renderWorkflow(workspace, listed),
          )}
        </ul>
        ${
          matches.length === 0
            ? html`<div class="panel empty">
                ${icon('search', 20)}
                <p>${strings.noMatches}</p>
                <button @click=${() => this.#showAll()}>${strings.showAll}</button>
              </div>`
            : nothing
        }
      </main>
    `
  }

  get #isUnfiltered(): boolean {
    return this.search === '' && this.status === 'active' && this.tags.length === 0
  }

  #renderFilters(workspace: Workspace): TemplateResult {
    const tags = collectTags(workspace.workflows)
    const { workflows: strings, common } = getStrings()
    return html`<div class="filters" role="search">
      <input
        type="search"
        placeholder=${strings.search}
        aria-label=${strings.search}
        .value=${this.search}
        @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}
      />
      <select
        aria-label=${common.status}
        @change=${(event: Event) => (this.status = (event.target as HTMLSelectElement).value as StatusFilter)}
      >
        ${statusFilters.map(
          (status) =>
            html`<option value=${status} .selected=${status === this.status}>${strings.filters[status]}</option>`,
        )}
      </select>
      <select
        aria-label=${common.sortBy}
        @change=${(event: Event) => (this.sort = (event.target as HTMLSelectElement).value as WorkflowSortOrder)}
      >
        ${workflowSortOrders.map(
          (sort) => html`<option value=${sort} .selected=${sort === this.sort}>${strings.sorts[sort]}</option>`,
        )}
      </select>
      ${
        tags.length === 0
          ? nothing
          : html`<div class="bar tags" role="group" aria-label=${strings.tags}>
              ${tags.map(
                (tag) =>
                  html`<button class="tag" aria-pressed=${this.tags.includes(tag)} @click=${() => this.#toggleTag(tag)}>
                    ${tag}
                  </button>`,
              )}
            </div>`
      }
    </div>`
  }

  #renderWorkflow(workspace: Workspace, summary: ListedWorkflow): TemplateResult {
    const listedWorkflow = this.#serverWorkflows.complete(summary)
    const { id, workflow, updatedAt } = listedWorkflow
    const lastRun = workspace.runs.find((run) => run.workflowId === id)
    const { workflows: strings, common } = getStrings()
    const { name, description } = this.#getDisplayStrings(listedWorkflow)
    return html`
      <li
        class="panel"
        data-testid="workflow-item"
        data-id=${id}
        ?data-unread=${this.#serverWorkflows.isIncomplete(summary)}
      >
        <div class="picture">${drawWorkflow(workflow, workspace.engine.status.catalog)}</div>
        <div class="body">
          <h2 class="ellipsis"><a href=${getWorkflowPath(id)}>${name}</a></h2>
          <p class="muted">
            ${workflow.description === undefined && this.#serverWorkflows.isIncomplete(summary) ? nothing : description}
          </p>
          ${this.editedTagsId === id ? this.#renderTagForm(listedWorkflow) : this.#renderTags(listedWorkflow)}
        </div>
        <footer>
          <span class="muted small ellipsis">
            ${updatedAt === undefined ? common.builtIn : formatTimeAgo(updatedAt, Date.now())}
          </span>
          ${updatedAt === undefined ? nothing : renderLocation(workspace.getLocation('documents', id))}
          ${lastRun ? renderRunState(lastRun, workspace) : nothing}
          <span class="tools">
            <button
              class="quiet icon edit-control"
              title=${strings.duplicate}
              @click=${() => this.#duplicate(listedWorkflow)}
            >
              ${icon('copy')}<span class="visually-hidden">${strings.duplicateLabel(name)}</span>
            </button>
            <button class="quiet icon" title=${strings.export} @click=${() => void this.#export(listedWorkflow)}>
              ${icon('download')}<span class="visually-hidden">${strings.exportLabel(name)}</span>
            </button>
            ${
              updatedAt === undefined
                ? nothing
                : html`<button
                    class="quiet icon edit-control"
                    title=${common.delete}
                    @click=${() => this.#remove(listedWorkflow)}
                  >
                    ${icon('trash')}<span class="visually-hidden">${strings.deleteLabel(name)}</span>
                  </button>`
            }
          </span>
        </footer>
      </li>
    `
  }

  #renderUnreadable(workspace: Workspace, unreadable: UnreadableDocument): TemplateResult {
    const { id, reason, value } = unreadable
    const name = unreadable.name || id
    const { workflows: strings, common, editor } = getStrings()
    return html`
      <li class="panel" data-testid="unreadable-item">
        <div class="body">
          <h2 class="ellipsis">${name}</h2>
          <p class="muted">${strings.unreadableDescription} ${editor.renderText(reason)}</p>
        </div>
        <footer>
          <span class="muted small ellipsis">${strings.unreadable}</span>
          <span class="tools">
            <button
              class="quiet icon"
              title=${strings.exportStoredData}
              @click=${() => saveJson(value, name.slice(0, 100))}
            >
              ${icon('download')}<span class="visually-hidden">${strings.exportStoredLabel(name)}</span>
            </button>
            <button
              class="quiet icon edit-control"
              title=${common.delete}
              @click=${async () => this.#reportDeletion(name, await workspace.removeUnreadable(unreadable))}
            >
              ${icon('trash')}<span class="visually-hidden">${strings.deleteUnreadable(name)}</span>
            </button>
          </span>
        </footer>
      </li>
    `
  }

  #renderTags(listedWorkflow: ListedWorkflow): TemplateResult {
    const { workflow, id } = listedWorkflow
    const { name } = this.#getDisplayStrings(listedWorkflow)
    const strings = getStrings().workflows
    return html`<p class="bar own-tags">
      ${workflow.tags.map((tag) => html`<span class="tag">${localizeTag(tag)}</span>`)}
      <button
        class="quiet add-tag edit-control"
        title=${strings.tags}
        @click=${() => {
          this.editedTagsId = id
        }}
      >
        ${icon('tag')}<span class=${workflow.tags.length > 0 ? 'visually-hidden' : ''}
          >${workflow.tags.length > 0 ? strings.tagsLabel(name) : strings.addTags}</span
        >
      </button>
      <select
        class="status"
        aria-label=${strings.statusLabel(name)}
        .value=${live(workflow.status)}
        @change=${(event: Event) => void this.#setStatus(listedWorkflow, event.target as HTMLSelectElement)}
      >
        ${statuses.map(
          (status) =>
            html`<option value=${status} .selected=${status === workflow.status}>${strings.statuses[status]}</option>`,
        )}
      </select>
    </p>`
  }

  #renderTagForm(listedWorkflow: ListedWorkflow): TemplateResult {
    const saveTags = (event: SubmitEvent): void => {
      event.preventDefault()
      const text = String(new FormData(event.currentTarget as HTMLFormElement).get('tags'))
      const tags = [...new Set(text.split(',').flatMap((tag) => tag.trim() || []))]
      this.editedTagsId = undefined
      void this.#change(listedWorkflow, { tags })
    }
    const strings = getStrings().workflows
    return html`<form class="tagging" @submit=${saveTags}>
      <input
        name="tags"
        aria-label=${strings.tagsField(this.#getDisplayStrings(listedWorkflow).name)}
        placeholder=${strings.tagsExample}
        autocomplete="off"
        .value=${listedWorkflow.workflow.tags.join(', ')}
        @keydown=${(event: KeyboardEvent) => {
          if (getKey(event) === 'Escape') this.editedTagsId = undefined
        }}
      />
      <button class="primary">${strings.saveTags}</button>
    </form>`
  }

  #getDisplayStrings(listedWorkflow: ListedWorkflow): ReturnType<typeof getDisplayStrings> {
    return getDisplayStrings(listedWorkflow, this.workspace?.engine.status.catalog ?? [])
  }

  /** Finds an element within a workflow's card. */
  #findInCard(id: string, selector: string): HTMLElement | undefined {
    const cards = [...this.renderRoot.querySelectorAll<HTMLElement>('[data-id]')]
    return cards.find(({ dataset }) => dataset['id'] === id)?.querySelector<HTMLElement>(selector) ?? undefined
  }

  #toggleTag(tag: string): void {
    this.tags = this.tags.includes(tag) ? this.tags.filter((item) => item !== tag) : [...this.tags, tag]
  }

  #showAll(): void {
    this.search = ''
    this.status = 'active'
    this.tags = []
  }

  /** Changes a workflow's status. Its card moves to the front of the list, and focus follows. */
  async #setStatus(listedWorkflow: ListedWorkflow, select: HTMLSelectElement): Promise<void> {
    await this.#change(listedWorkflow, { status: select.value as Workflow['status'] })
    await this.updateComplete
    this.#findInCard(listedWorkflow.id, '.status')?.focus({ preventScroll: true })
  }

  /** Changes a workflow's status or tags, including in its open session. */
  async #change(listedWorkflow: ListedWorkflow, change: Partial<Pick<Workflow, 'status' | 'tags'>>): Promise<void> {
    const { workspace } = this
    const loadedWorkflow = await workspace?.loadListedWorkflow(listedWorkflow)
    if (!workspace || !loadedWorkflow) return
    const { id, workflow } = loadedWorkflow
    const storedDocument = (await workspace.storage.listDocuments()).find((document) => document.id === id)
    const saveResult = await workspace.storage.putDocument(
      id,
      { ...workflow, ...change },
      storedDocument?.revision ?? 0,
      workflow,
    )
    if (!saveResult.ok) workspace.report(saveResult.problem)
    await workspace.refresh()
    if (change.status === 'archived' && this.status === 'active' && saveResult.ok) {
      const { workflows: strings, common } = getStrings()
      const undo = (): void => void this.#change({ id, workflow }, { status: workflow.status })
      const { name } = this.#getDisplayStrings({ id, workflow })
      this.dispatchEvent(new ToastEvent(strings.archived(name), { label: common.undo, run: undo }))
    }
  }

  async #duplicate(summary: ListedWorkflow): Promise<void> {
    const listedWorkflow = await this.workspace?.loadListedWorkflow(summary)
    if (!listedWorkflow) return
    const { workflow } = listedWorkflow
    const name = createCopyName(
      this.#getDisplayStrings(listedWorkflow).name,
      this.workspace?.workflows.map((item) => item.workflow.name),
    )
    const storage = this.workspace?.storage
    if (!storage) return
    // The copy is as trusted as the original, but access granted to the original is not copied.
    const { trust } = await storage.getAccess(listedWorkflow.id)
    await storage.putDocument(newId('workflow'), { ...workflow, name }, 0, undefined, { ...importedAccess, trust })
  }

  async #remove(listedWorkflow: ListedWorkflow): Promise<void> {
    this.#reportDeletion(
      this.#getDisplayStrings(listedWorkflow).name,
      await this.workspace?.removeWorkflow(listedWorkflow),
    )
  }

  #reportDeletion(name: string, restore: (() => Promise<unknown>) | undefined): void {
    if (!restore) return
    const { workflows: strings, common } = getStrings()
    this.dispatchEvent(new ToastEvent(strings.deleted(name), { label: common.undo, run: () => void restore() }))
  }

  async #export(listedWorkflow: ListedWorkflow): Promise<void> {
    const { workspace } = this
    const loadedWorkflow = await workspace?.loadListedWorkflow(listedWorkflow)
    if (!workspace || !loadedWorkflow) return
    const { id, workflow } = loadedWorkflow
    saveText(await serializeWorkflowFile(workspace.storage, id, workflow), workflow.name)
  }

  async #exportAll(workspace: Workspace, summaries: readonly ListedWorkflow[]): Promise<void> {
    const loadedWorkflows: ListedWorkflow[] = []
    for (const summary of summaries) {
      const loadedWorkflow = await workspace.loadListedWorkflow(summary)
      if (!loadedWorkflow) return
      loadedWorkflows.push(loadedWorkflow)
    }
    saveText(
      await createWorkflowBundle(workspace, loadedWorkflows),
      `${getStrings().workflows.fileName} ${new Date().toISOString().slice(0, 10)}`,
    )
  }

  #chooseImportFiles(): void {
    this.dispatchEvent(
      new FileRequestEvent((files) => this.workspace && void importWorkflows(this, this.workspace, files), {
        accept: [...workflowFileNames, 'application/json'].join(),
        multiple: true,
      }),
    )
  }
}

const saveJson = (value: unknown, title: string): void => saveText(`${JSON.stringify(value, null, 2)}\n`, title)

function saveText(text: string, title: string): void {
  const name = title.replace(/[^\p{L}\p{N}._ -]+/gu, '').trim() || 'workflow'
  saveFile(new Blob([text], { type: 'application/json' }), `${name}.json`)
}

customElements.define('studio-workflows', WorkflowsPage)
