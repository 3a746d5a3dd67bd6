import { newId, workflowFile, type UnreadableDocument } from '@aw-flow/client'
import { icon, saveFile } from '@aw-flow/editor'
import type { Workflow } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { repeat } from 'lit/directives/repeat.js'
import { drawWorkflow } from '../workflows/draw-workflow.ts'
import {
  findWorkflows,
  statusFilters,
  tagsOf,
  workflowSorts,
  type StatusFilter,
  type WorkflowSort,
} from '../workflows/find-workflows.ts'
import { FormFocus } from '../shell/form-focus.ts'
import { say } from '../language/speak.ts'
import { workflowPath } from '../shell/router.ts'
import { showPlace } from '../shell/show-place.ts'
import { showRunState } from '../shell/show-state.ts'
import { ChooseFileEvent, GoEvent, ToastEvent } from '../shell/studio-events.ts'
import { openWorkflowFiles, workflowBundle } from '../workflows/workflow-bundle.ts'
import { copyName, wordsOf } from '../words.ts'
import { QueryController } from '../shell/query-controller.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import type { ListedWorkflow, Workspace } from '../workspace.ts'
import { workflowsPageStyles } from './workflows-page.styles.ts'

const statuses: readonly Workflow['status'][] = ['draft', 'published', 'archived']
/** Fewer are seen at once, and need no search. */
const minToSearch = 4

/** All workflows of this browser: found by words, tags and status. */
export class WorkflowsPage extends LitElement {
  static override styles = workflowsPageStyles
  static override properties: PropertyDeclarations = {
    workspace: { attribute: false },
    query: { attribute: false },
    search: { state: true },
    status: { state: true },
    tags: { state: true },
    sort: { state: true },
    tagging: { state: true },
  }

  declare workspace: Workspace | undefined
  /** Of its address. */
  declare query: string | undefined
  declare search: string
  declare status: StatusFilter
  declare tags: readonly string[]
  declare sort: WorkflowSort
  /** The workflow whose tags are being written. */
  declare tagging: string | undefined

  constructor() {
    super()
    this.search = ''
    this.status = 'active'
    this.tags = []
    this.sort = 'edited'
    this.addController(new WorkspaceController(this))
    this.addController(
      new FormFocus({
        open: () => this.tagging,
        field: () => this.renderRoot.querySelector('.tagging input'),
        opener: (id) => this.#find(id, '.add-tag'),
      }),
    )
    this.addController(
      new QueryController(this, { search: 'typed', status: statusFilters, tags: 'any', sort: workflowSorts }),
    )
  }

  protected override render(): TemplateResult | typeof nothing {
    const { workspace } = this
    if (!workspace) return nothing
    const { search, status, tags, sort } = this
    const found = findWorkflows(workspace.workflows, { search, status, tags, sort }, workspace.engine.status.catalogue)
    const { workflows: words, common, shell } = say()
    return html`
      <main>
        <header>
          <h1 tabindex="-1">${shell.workflows}</h1>
          <button @click=${this.#import}>${icon('upload')} ${words.import}</button>
          <button ?disabled=${found.length === 0} @click=${() => void this.#exportAll(workspace, found)}>
            ${icon('download')} ${found.length < workspace.workflows.length ? words.exportThese : words.exportAll}
          </button>
          <a class="button" href="/templates">${icon('layout-template')} ${words.fromTemplate}</a>
          <a class="button primary" href="/workflows/new">${icon('plus')} ${common.newWorkflow}</a>
        </header>
        ${workspace.workflows.length < minToSearch && this.#isPlain ? nothing : this.#renderFilters(workspace)}
        <ul class="cards">
          ${workspace.unreadable.map((unreadable) => this.#renderUnreadable(workspace, unreadable))}
          ${repeat(
            found,
            ({ id }) => id,
            (listed) => this.#renderWorkflow(workspace, listed),
          )}
        </ul>
        ${
          found.length === 0
            ? html`<div class="panel empty">
                ${icon('search', 20)}
                <p>${words.noneFits}</p>
                <button @click=${() => this.#showAll()}>${words.showAll}</button>
              </div>`
            : nothing
        }
      </main>
    `
  }

  get #isPlain(): boolean {
    return this.search === '' && this.status === 'active' && this.tags.length === 0
  }

  #renderFilters(workspace: Workspace): TemplateResult {
    const tags = tagsOf(workspace.workflows)
    const { workflows: words, common } = say()
    return html`<div class="filters" role="search">
      <input
        type="search"
        placeholder=${words.search}
        aria-label=${words.search}
        .value=${this.search}
        @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}
      />
      <select
        aria-label=${common.status}
        @change=${(event: Event) => (this.status = (event.target as HTMLSelectElement).value as StatusFilter)}
      >
        ${statusFilters.map(
          (status) =>
            html`<option value=${status} .selected=${status === this.status}>${words.filters[status]}</option>`,
        )}
      </select>
      <select
        aria-label=${common.order}
        @change=${(event: Event) => (this.sort = (event.target as HTMLSelectElement).value as WorkflowSort)}
      >
        ${workflowSorts.map(
          (sort) => html`<option value=${sort} .selected=${sort === this.sort}>${words.sorts[sort]}</option>`,
        )}
      </select>
      ${
        tags.length === 0
          ? nothing
          : html`<div class="tags" role="group" aria-label=${words.tags}>
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

  #renderWorkflow(workspace: Workspace, listed: ListedWorkflow): TemplateResult {
    const { id, workflow, updatedAt } = listed
    const last = workspace.runs.find((run) => run.workflowId === id)
    const { workflows: words, common } = say()
    const { name, description } = this.#words(listed)
    return html`
      <li class="panel" data-testid="workflow-item" data-id=${id}>
        <div class="picture">${drawWorkflow(workflow, workspace.engine.status.catalogue)}</div>
        <div class="body">
          <h2 class="ellipsis"><a href=${workflowPath(id)}>${name}</a></h2>
          <p class="muted">${description}</p>
          ${this.tagging === id ? this.#renderTagging(listed) : this.#renderTags(listed)}
        </div>
        <footer>
          <span class="muted small ellipsis">
            ${updatedAt === undefined ? common.builtIn : common.ago(updatedAt, Date.now())}
          </span>
          ${updatedAt === undefined ? nothing : showPlace(workspace.placeOf('documents', id))}
          ${last ? showRunState(last, workspace) : nothing}
          <span class="tools">
            <button class="quiet icon" title=${words.duplicate} @click=${() => this.#duplicate(listed)}>
              ${icon('copy')}<span class="visually-hidden">${words.duplicateIt(name)}</span>
            </button>
            <button class="quiet icon" title=${words.export} @click=${() => void this.#export(listed)}>
              ${icon('download')}<span class="visually-hidden">${words.exportIt(name)}</span>
            </button>
            ${
              updatedAt === undefined
                ? nothing
                : html`<button class="quiet icon" title=${common.delete} @click=${() => this.#remove(listed)}>
                    ${icon('trash')}<span class="visually-hidden">${words.deleteIt(name)}</span>
                  </button>`
            }
          </span>
        </footer>
      </li>
    `
  }

  #renderUnreadable(workspace: Workspace, unreadable: UnreadableDocument): TemplateResult {
    const { id, why, value } = unreadable
    const name = unreadable.name || id
    const { workflows: words, common, editor } = say()
    return html`
      <li class="panel" data-testid="unreadable-item">
        <div class="body">
          <h2 class="ellipsis">${name}</h2>
          <p class="muted">${words.cannotRead} ${editor.renderText(why)}</p>
        </div>
        <footer>
          <span class="muted small ellipsis">${words.unreadable}</span>
          <span class="tools">
            <button class="quiet icon" title=${words.saveStored} @click=${() => saveJson(value, name.slice(0, 100))}>
              ${icon('download')}<span class="visually-hidden">${words.saveStoredOf(name)}</span>
            </button>
            <button
              class="quiet icon"
              title=${common.delete}
              @click=${async () => this.#reportDeleted(name, await workspace.removeUnreadable(unreadable))}
            >
              ${icon('trash')}<span class="visually-hidden">${words.deleteUnreadable(name)}</span>
            </button>
          </span>
        </footer>
      </li>
    `
  }

  #renderTags(listed: ListedWorkflow): TemplateResult {
    const { workflow, id } = listed
    const { name } = this.#words(listed)
    const words = say().workflows
    return html`<p class="own-tags">
      ${workflow.tags.map((tag) => html`<span class="tag">${tag}</span>`)}
      <button
        class="quiet add-tag"
        title=${words.tags}
        @click=${() => {
          this.tagging = id
        }}
      >
        ${icon('tag')}<span class=${workflow.tags.length > 0 ? 'visually-hidden' : ''}
          >${workflow.tags.length > 0 ? words.tagsOf(name) : words.addTags}</span
        >
      </button>
      <select
        class="status"
        aria-label=${words.statusOf(name)}
        .value=${live(workflow.status)}
        @change=${(event: Event) => void this.#file(listed, event.target as HTMLSelectElement)}
      >
        ${statuses.map(
          (status) =>
            html`<option value=${status} .selected=${status === workflow.status}>${words.statuses[status]}</option>`,
        )}
      </select>
    </p>`
  }

  #renderTagging(listed: ListedWorkflow): TemplateResult {
    const write = (event: SubmitEvent): void => {
      event.preventDefault()
      const text = String(new FormData(event.currentTarget as HTMLFormElement).get('tags'))
      const tags = [...new Set(text.split(',').flatMap((tag) => tag.trim() || []))]
      this.tagging = undefined
      void this.#change(listed, { tags })
    }
    const words = say().workflows
    return html`<form class="tagging" @submit=${write}>
      <input
        name="tags"
        aria-label=${words.tagsField(this.#words(listed).name)}
        placeholder=${words.tagsExample}
        autocomplete="off"
        .value=${listed.workflow.tags.join(', ')}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'Escape') this.tagging = undefined
        }}
      />
      <button class="primary">${words.keep}</button>
    </form>`
  }

  #words(listed: ListedWorkflow): ReturnType<typeof wordsOf> {
    return wordsOf(listed, this.workspace?.engine.status.catalogue ?? [])
  }

  /** Something on a workflow's card. */
  #find(id: string, selector: string): HTMLElement | undefined {
    const cards = [...this.renderRoot.querySelectorAll<HTMLElement>('[data-id]')]
    return cards.find(({ dataset }) => dataset['id'] === id)?.querySelector<HTMLElement>(selector) ?? undefined
  }

  #toggleTag(tag: string): void {
    this.tags = this.tags.includes(tag) ? this.tags.filter((one) => one !== tag) : [...this.tags, tag]
  }

  #showAll(): void {
    this.search = ''
    this.status = 'active'
    this.tags = []
  }

  /** The last edited one comes first: its card moves, and the focus goes with it. */
  async #file(listed: ListedWorkflow, select: HTMLSelectElement): Promise<void> {
    await this.#change(listed, { status: select.value as Workflow['status'] })
    await this.updateComplete
    this.#find(listed.id, '.status')?.focus({ preventScroll: true })
  }

  /** Says how a workflow is filed; what is open in an editor takes it in, too. */
  async #change({ id, workflow }: ListedWorkflow, change: Partial<Pick<Workflow, 'status' | 'tags'>>): Promise<void> {
    const { workspace } = this
    const stored = workspace?.documents.find((document) => document.id === id)
    const saved = await workspace?.storage.putDocument(id, { ...workflow, ...change }, stored?.revision ?? 0, workflow)
    if (saved?.problem) workspace?.report(saved.problem)
    await workspace?.refresh()
    if (change.status === 'archived' && this.status === 'active' && !saved?.problem) {
      const { workflows: words, common } = say()
      const run = (): void => void this.#change({ id, workflow }, { status: workflow.status })
      this.dispatchEvent(new ToastEvent(words.archived(this.#words({ id, workflow }).name), { word: common.undo, run }))
    }
  }

  async #duplicate(listed: ListedWorkflow): Promise<void> {
    const { workflow } = listed
    const name = copyName(
      this.#words(listed).name,
      this.workspace?.workflows.map((one) => one.workflow.name),
    )
    await this.workspace?.storage.putDocument(newId('workflow'), { ...workflow, name }, 0)
  }

  async #remove(listed: ListedWorkflow): Promise<void> {
    this.#reportDeleted(this.#words(listed).name, await this.workspace?.removeWorkflow(listed))
  }

  #reportDeleted(name: string, bringBack: (() => Promise<unknown>) | undefined): void {
    if (!bringBack) return
    const { workflows: words, common } = say()
    this.dispatchEvent(new ToastEvent(words.deleted(name), { word: common.undo, run: () => void bringBack() }))
  }

  async #export({ id, workflow }: ListedWorkflow): Promise<void> {
    const storage = this.workspace?.storage
    if (storage) saveText(await workflowFile(storage, id, workflow), workflow.name)
  }

  async #exportAll(workspace: Workspace, listed: readonly ListedWorkflow[]): Promise<void> {
    saveText(
      await workflowBundle(workspace, listed),
      `${say().workflows.fileName} ${new Date().toISOString().slice(0, 10)}`,
    )
  }

  #import(): void {
    this.dispatchEvent(
      new ChooseFileEvent((files) => void this.#open(files), {
        accept: '.json,.yaml,.yml,application/json',
        multiple: true,
      }),
    )
  }

  /** One is opened at once; of several it is reported how many came. */
  async #open(files: readonly File[]): Promise<void> {
    const { workspace } = this
    if (!workspace) return
    const { ids, known, problems } = await openWorkflowFiles(workspace, files)
    workspace.reportAll(problems, 'import')
    const [first] = [...ids, ...known.map(({ id }) => id)]
    if (ids.length + known.length === 1 && first !== undefined) this.dispatchEvent(new GoEvent(workflowPath(first)))
    else if (ids.length > 0) this.dispatchEvent(new ToastEvent(say().workflows.imported(ids.length)))
    if (known.length > 0) {
      this.dispatchEvent(new ToastEvent(say().workflows.alreadyHere(known.map(({ name }) => name))))
    }
  }
}

const saveJson = (value: unknown, title: string): void => saveText(`${JSON.stringify(value, null, 2)}\n`, title)

function saveText(text: string, title: string): void {
  const name = title.replace(/[^\p{L}\p{N}._ -]+/gu, '').trim() || 'workflow'
  saveFile(new Blob([text], { type: 'application/json' }), `${name}.json`)
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-workflows': WorkflowsPage
  }
}

customElements.define('studio-workflows', WorkflowsPage)
