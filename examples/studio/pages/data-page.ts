import { icon } from '@aw-flow/editor'
import type { StoredDataset } from '@aw-flow/client'
import type { Dataset, SavedLoadPlan } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { downloadAs, downloadOriginal, fileFormats } from '../datasets/download-dataset.ts'
import { drawEmpty } from '../shell/draw-empty.ts'
import { DropZone } from '../datasets/drop-zone.ts'
import { dataSorts, findDatasets, type DataSort } from '../datasets/find-datasets.ts'
import { FormFocus } from '../shell/form-focus.ts'
import { giveToWorkflow } from '../datasets/give-to-workflow.ts'
import { howLoaded } from '../datasets/how-loaded.ts'
import { fetchFile, pastedFiles } from '../datasets/incoming-files.ts'
import { say } from '../language/speak.ts'
import { studioProblem } from '../language/studio-problem.ts'
import { isSamePlan, keepLoadPlan, keptLoadPlan, loadPlanEdit } from '../datasets/load-plans.ts'
import { openPreview, previewNode, type Preview } from '../datasets/open-preview.ts'
import { renameForm } from '../shell/rename-form.ts'
import { workflowPath } from '../shell/router.ts'
import { ChooseFileEvent, GoEvent, ToastEvent } from '../shell/studio-events.ts'
import { readAs, shapeOf, showKnown, showPreview, showUploaded } from '../datasets/show-dataset.ts'
import { showPlace } from '../shell/show-place.ts'
import { QueryController } from '../shell/query-controller.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import type { Workspace } from '../workspace.ts'
import { dataPageStyles } from './data-page.styles.ts'

const mainJob = 'cosmo-ready'

/** The data manager: what this browser keeps, what is in it, and what to do with it. One dataset is open at a time. */
export class DataPage extends LitElement {
  static override styles = dataPageStyles
  static override properties: PropertyDeclarations = {
    workspace: { attribute: false },
    query: { attribute: false },
    data: { state: true },
    look: { state: true },
    preview: { state: true },
    uploads: { state: true },
    taken: { state: true },
    search: { state: true },
    sort: { state: true },
    renaming: { state: true },
    address: { state: true },
    writing: { state: true },
    plan: { state: true },
  }

  declare workspace: Workspace | undefined
  /** Of its address. */
  declare query: string | undefined
  /** The dataset that is open; the newest until somebody chooses. */
  declare data: string | undefined
  /** Its rows are looked at. */
  declare look: 'preview' | undefined
  declare preview: Preview | undefined
  declare uploads: 'none' | 'busy' | 'done'
  /** The ids of what was uploaded last. */
  declare taken: readonly string[]
  declare search: string
  declare sort: DataSort
  /** The dataset whose name is being written. */
  declare renaming: string | undefined
  /** Whether an address is asked for; `busy` while it is fetched. */
  declare address: 'no' | 'asked' | 'busy'
  /** The dataset of which a file in another format is being made. */
  declare writing: string | undefined
  /** The node whose load plan is open. */
  declare plan: string | undefined

  /** The preview that is there or on its way. */
  #looked: { readonly dataset: string } | undefined
  /** The dataset whose load plan is to be shown as soon as its preview is there. */
  #planWanted: string | undefined
  readonly #zone = new DropZone(this, (files) => void this.takeFiles(files))

  constructor() {
    super()
    this.uploads = 'none'
    this.taken = []
    this.search = ''
    this.sort = 'added'
    this.address = 'no'
    this.addController(new WorkspaceController(this))
    const find = <T extends HTMLElement>(selector: string) => this.renderRoot.querySelector<T>(selector)
    this.addController(
      new FormFocus({
        open: () => this.renaming,
        field: () => find('.rename input'),
        opener: () => find('.opens-rename'),
        isReplaced: true,
      }),
    )
    this.addController(
      new FormFocus({
        open: () => (this.address === 'no' ? undefined : 'address'),
        field: () => find('.address input'),
        opener: () => find('.opens-address'),
      }),
    )
    this.addController(new QueryController(this, { search: 'typed', sort: dataSorts, data: 'any', look: ['preview'] }))
  }

  override connectedCallback(): void {
    super.connectedCallback()
    document.addEventListener('paste', this.#onPaste)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('paste', this.#onPaste)
    this.plan = undefined
    this.#looked = undefined
    this.#closePreview()
    this.workspace?.looks.stop()
  }

  /** Takes files in and opens the last one. */
  readonly takeFiles = async (files: File[]): Promise<void> => {
    this.uploads = 'busy'
    const taken = await Promise.all(files.map((file) => this.workspace?.addFile(file)))
    this.taken = taken.flatMap((dataset) => dataset?.id ?? [])
    const last = this.taken.at(-1)
    this.uploads = last === undefined ? 'none' : 'done'
    if (last !== undefined) this.#openDetails(last)
  }

  protected override updated(): void {
    this.#followLook()
    if (this.#planWanted !== undefined && this.preview?.dataset === this.#planWanted) {
      this.#planWanted = undefined
      this.plan = previewNode
    }
    // What nobody has looked at yet is looked at when it is opened; the list is reported when that is done.
    const { workspace, open } = this
    if (open && !open.preview && workspace?.engine.status.state === 'ready')
      void workspace.shelf.previews([open.dataset.id])
    if (this.look && (this.preview?.state.kind ?? 'loading') === 'loading') workspace?.looks.stop()
    else workspace?.looks.resume([...(open ? [open.dataset] : []), ...workspace.datasets.map(({ dataset }) => dataset)])
  }

  #onAddressKey = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape' && this.address === 'asked') this.address = 'no'
  }

  /** The dataset whose details are shown. */
  private get open(): StoredDataset | undefined {
    const { datasets = [] } = this.workspace ?? {}
    const found = this.#find(datasets)
    return found.find(({ dataset }) => dataset.id === this.data) ?? found[0]
  }

  #find(datasets: readonly StoredDataset[]): StoredDataset[] {
    return findDatasets(datasets, { words: this.search, sort: this.sort, loads: howLoaded() })
  }

  protected override render(): TemplateResult | typeof nothing {
    const { workspace, open } = this
    if (!workspace) return nothing
    const { datasets } = workspace
    const found = this.#find(datasets)
    const { data: words, common } = say()
    return html`
      <main
        class=${this.#zone.over ? 'over' : ''}
        @dragenter=${this.#zone.enter}
        @dragleave=${this.#zone.leave}
        @dragover=${this.#zone.hover}
        @drop=${this.#zone.drop}
      >
        <header>
          <h1 tabindex="-1">${say().shell.data}</h1>
          ${
            this.uploads === 'done'
              ? showUploaded(
                  datasets.filter(({ dataset }) => this.taken.includes(dataset.id)),
                  workspace.looks,
                )
              : nothing
          }
          <button
            class="opens-address"
            @click=${() => (this.address = this.address === 'no' ? 'asked' : 'no')}
            aria-expanded=${this.address !== 'no'}
          >
            ${icon('link')} ${words.fromAddress}
          </button>
          <button @click=${this.#chooseFolder}>${icon('folder')} ${words.folder}</button>
          <button
            class="primary"
            data-testid="upload-button"
            ?disabled=${this.uploads === 'busy'}
            @click=${this.#chooseFiles}
          >
            ${icon('upload')} ${this.uploads === 'busy' ? common.takingIn : common.uploadFile}
          </button>
        </header>
        ${this.address === 'no' ? nothing : this.#renderAddress()}
        ${datasets.length > 1 ? this.#renderSearch() : nothing}
        <section class="panel list" aria-label=${words.datasets}>
          ${
            datasets.length === 0
              ? this.#renderEmpty()
              : html`
                  <div class="row head" aria-hidden="true">
                    <span>${common.name}</span><span class="read">${words.read}</span
                    ><span class="number">${words.size}</span><span class="number">${words.shape}</span
                    ><span class="number">${words.added}</span>
                  </div>
                  <ul>
                    ${repeat(
                      found,
                      ({ dataset }) => dataset.id,
                      (stored) => this.#renderDataset(workspace, stored, stored === open),
                    )}
                  </ul>
                  ${found.length === 0 ? html`<p class="empty">${words.noneFits(this.search)}</p>` : nothing}
                `
          }
        </section>
        ${datasets.length > 0 ? html`<p class="tip small muted">${words.tip}</p>` : nothing}
        <p class="drop-hint" aria-hidden="true">${icon('upload', 20)} ${words.drop}</p>
        ${
          this.plan === undefined
            ? nothing
            : html`<aw-load-plan-dialog
                .session=${this.preview?.session}
                .node=${this.plan}
                .strings=${say().editor.loadPlan}
                @aw-dialog-close=${() => (this.plan = undefined)}
              ></aw-load-plan-dialog>`
        }
      </main>
    `
  }

  #renderEmpty(): TemplateResult {
    const { data: words, common, home } = say()
    return html`
      <div class="empty">
        ${drawEmpty('data')}
        <p>${words.empty}<br />${words.emptyDrop}</p>
        <p class="next">
          <button class="primary" @click=${this.#chooseFiles}>${icon('upload')} ${common.uploadFile}</button>
          <a class="button" href="/tour">${icon('graduation-cap')} ${home.tour}</a>
        </p>
      </div>
    `
  }

  #renderDataset(workspace: Workspace, stored: StoredDataset, open: boolean): TemplateResult {
    const { dataset } = stored
    const { common, formats } = say()
    const known = workspace.looks.known(dataset.id)
    const read = readAs(stored, known)
    return html`
      <li class=${open ? 'open' : ''}>
        <button
          class="row quiet"
          aria-expanded=${open}
          aria-controls=${open ? 'details' : nothing}
          @click=${() => this.#openDetails(dataset.id)}
        >
          <span class="name">
            ${icon(open ? 'chevron-down' : 'chevron-right')}<span class="ellipsis">${dataset.name}</span>
            ${showPlace(workspace.placeOf('datasets', dataset.id))}
          </span>
          <span class="read muted ellipsis" title=${read}>${read}</span>
          <span class="number muted">${formats.bytes(dataset.size)}</span>
          <span class="number muted">${shapeOf(stored, known)}</span>
          <span class="number muted">${common.ago(Date.parse(dataset.createdAt), Date.now())}</span>
        </button>
        ${open ? this.#renderDetails(workspace, stored) : nothing}
      </li>
    `
  }

  #renderDetails(workspace: Workspace, stored: StoredDataset): TemplateResult {
    const { dataset } = stored
    const isLooked = this.look === 'preview' && this.data === dataset.id
    const preview = isLooked && this.preview?.dataset === dataset.id ? this.preview : undefined
    const { data: words, common } = say()
    return html`
      <div class="details" id="details">
        ${preview?.state.kind === 'failed' ? nothing : showKnown(stored, workspace.looks.known(dataset.id))}
        <div class="actions">
          <button data-testid="preview-button" aria-pressed=${isLooked} @click=${() => this.#toggleLook(dataset)}>
            ${icon('eye')} ${isLooked ? words.closePreview : words.preview}
          </button>
          <button data-testid="load-plan-button" @click=${() => this.#openPlan(dataset)}>
            ${icon('table-2')} ${keptLoadPlan(dataset.id) ? words.ownLoadPlan : words.loadPlan}
          </button>
          <button @click=${() => void this.#prepare(dataset)}>${icon('wand-sparkles')} ${common.prepare}</button>
          <label class="as"
            ><span class="visually-hidden">${words.downloadIt}</span>
            <select
              ?disabled=${this.writing !== undefined}
              @change=${(event: Event) => void this.#download(workspace, dataset, event.target as HTMLSelectElement)}
            >
              <option value="" selected>${this.writing === dataset.id ? common.makingFile : words.downloadAs}</option>
              <option value="original">${words.original}</option>
              ${fileFormats.map(([format, word]) => html`<option value=${format}>${word}</option>`)}
            </select>
          </label>
          <button
            class="opens-rename"
            aria-expanded=${this.renaming === dataset.id}
            @click=${() => (this.renaming = this.renaming === dataset.id ? undefined : dataset.id)}
          >
            ${icon('pencil')} ${words.rename}
          </button>
          <button class="danger" @click=${() => void this.#remove(stored)}>${icon('trash')} ${common.delete}</button>
          ${
            preview?.state.kind === 'shown'
              ? html`<span class="count muted" data-testid="row-count">${common.rows(preview.state.source.rows)}</span>`
              : nothing
          }
        </div>
        ${this.renaming === dataset.id ? this.#renderRename(stored) : nothing}
        ${isLooked ? showPreview(preview) : nothing}
      </div>
    `
  }

  #renderSearch(): TemplateResult {
    const { data: words, common } = say()
    return html`<div class="search" role="search">
      <input
        type="search"
        placeholder=${words.searchHint}
        aria-label=${words.search}
        .value=${this.search}
        @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}
      />
      <select
        aria-label=${common.order}
        @change=${(event: Event) => (this.sort = (event.target as HTMLSelectElement).value as DataSort)}
      >
        ${dataSorts.map(
          (sort) => html`<option value=${sort} .selected=${sort === this.sort}>${words.sorts[sort]}</option>`,
        )}
      </select>
    </div>`
  }

  #renderAddress(): TemplateResult {
    const words = say().data
    return html`<form class="panel address" @submit=${this.#fetch} @keydown=${this.#onAddressKey}>
      <label>
        ${words.address}
        <input name="address" type="url" required placeholder="https://example.com/data.csv" />
      </label>
      <button class="primary" ?disabled=${this.address === 'busy'}>
        ${this.address === 'busy' ? words.fetching : words.fetch}
      </button>
    </form>`
  }

  #renderRename(stored: StoredDataset): TemplateResult {
    const onCancel = (): void => void (this.renaming = undefined)
    const onRename = (name: string): void => {
      onCancel()
      if (name !== '') void this.workspace?.renameDataset(stored, name)
    }
    return renameForm({ name: stored.dataset.name, onRename, onCancel })
  }

  #fetch = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const address = String(new FormData(event.currentTarget as HTMLFormElement).get('address'))
    this.address = 'busy'
    const answer = await fetchFile(address)
    this.address = answer instanceof File ? 'no' : 'asked'
    if (answer instanceof File) await this.takeFiles([answer])
    else this.workspace?.report(answer.problem)
  }

  #onPaste = (event: ClipboardEvent): void => {
    const isField = event.composedPath().some((target) => target instanceof HTMLInputElement)
    const files = isField ? [] : pastedFiles(event.clipboardData)
    if (files.length > 0) void this.takeFiles(files)
  }

  /** The first of the list is open without being chosen. */
  #openDetails(id: string): void {
    if (this.open?.dataset.id !== id) this.#choose(id)
  }

  #choose(id: string | undefined): void {
    this.look = undefined
    this.data = id
  }

  #toggleLook({ id }: Dataset): void {
    const isLooked = this.look === 'preview' && this.data === id
    this.look = isLooked ? undefined : 'preview'
    this.data = id
  }

  /** The preview follows what is asked for, anyone who asks: a press, the address, the back button. */
  #followLook(): void {
    const { open, workspace } = this
    const wanted = this.look === 'preview' && open?.dataset.id === this.data ? open?.dataset : undefined
    if (wanted?.id === this.#looked?.dataset) return
    this.#closePreview()
    this.#looked = wanted && { dataset: wanted.id }
    if (wanted && workspace) void this.#openPreview(workspace, wanted)
  }

  async #openPreview(workspace: Workspace, dataset: Dataset): Promise<void> {
    const asked = this.#looked
    const onChange = (preview: Preview): void => {
      if (this.#looked !== asked) return
      this.preview = preview
      const report = preview.session.runs.current?.nodes[previewNode]?.report
      if (preview.state.kind === 'shown') workspace.looks.keep(dataset.id, { report })
      if (preview.state.kind === 'failed') workspace.looks.keep(dataset.id, { problem: preview.state.problem })
    }
    const onPlan = (plan: SavedLoadPlan | undefined): void => this.#settle(dataset, plan)
    const opened = await openPreview(workspace, dataset, { onChange, onPlan })
    if (this.#looked === asked) this.preview ??= opened
    else await opened.close()
  }

  #openPlan({ id }: Dataset): void {
    this.#planWanted = id
    this.look = 'preview'
    this.data = id
    this.requestUpdate()
  }

  /** Keeps how a dataset is read from now on, wherever it is loaded; that can be taken back. */
  #settle({ id, name }: Dataset, plan: SavedLoadPlan | undefined): void {
    const before = keptLoadPlan(id)
    this.requestUpdate()
    if (isSamePlan(before, plan)) return
    const { data: words, common } = say()
    if (!keepLoadPlan(id, plan)) {
      this.workspace?.report(
        studioProblem('load-plan.not-kept', words.planNotKept(name), {
          hint: words.planNotKeptHint,
          severity: 'warning',
        }),
      )
      return
    }
    const takeBack = (): void => {
      keepLoadPlan(id, before)
      if (this.preview?.dataset === id) this.preview.session.document.apply(loadPlanEdit(previewNode, before))
      this.requestUpdate()
    }
    const reported = plan ? words.planKept(name) : words.planForgotten(name)
    this.dispatchEvent(new ToastEvent(reported, { word: common.undo, run: takeBack }))
  }

  #closePreview = (): void => {
    void this.preview?.close()
    this.preview = undefined
  }

  async #prepare(dataset: Dataset): Promise<void> {
    if (!this.workspace) return
    await giveToWorkflow(await this.workspace.session(mainJob), dataset)
    this.dispatchEvent(new GoEvent(workflowPath(mainJob)))
  }

  /** Unchanged, or loaded and written anew. */
  async #download(workspace: Workspace, dataset: Dataset, select: HTMLSelectElement): Promise<void> {
    const wanted = select.value
    select.value = ''
    if (wanted === 'original') return downloadOriginal(workspace, dataset)
    const format = fileFormats.find(([one]) => one === wanted)?.[0]
    if (!format) return
    this.writing = dataset.id
    await downloadAs(workspace, dataset, format).finally(() => (this.writing = undefined))
  }

  async #remove(stored: StoredDataset): Promise<void> {
    const bringBack = await this.workspace?.removeDataset(stored)
    if (!bringBack) return
    // The address speaks no more of what is not there.
    if (this.data === stored.dataset.id) this.#choose(undefined)
    const { data, common } = say()
    this.dispatchEvent(
      new ToastEvent(data.deleted(stored.dataset.name), { word: common.undo, run: () => void bringBack() }),
    )
  }

  #chooseFolder(): void {
    this.dispatchEvent(new ChooseFileEvent((files) => void this.takeFiles(files), { multiple: true, folder: true }))
  }

  #chooseFiles(): void {
    this.dispatchEvent(new ChooseFileEvent((files) => void this.takeFiles(files), { multiple: true }))
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-data': DataPage
  }
}

customElements.define('studio-data', DataPage)
