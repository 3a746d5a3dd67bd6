import { getKey, icon } from '@aw-flow/editor'
import type { StoredDataset } from '@aw-flow/client'
import type { Dataset } from '@aw-flow/schema'
import type { SavedLoadPlan } from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { downloadAs, downloadOriginal, listFileFormats } from './download-dataset.ts'
import { drawEmptyState } from '../shell/draw-empty.ts'
import { addFiles } from './add-files.ts'
import { DropZone } from './drop-zone.ts'
import { dataSortOrders, findDatasets, type DataSortOrder } from './find-datasets.ts'
import { FormFocus } from '../shell/forms/form-focus.ts'
import { assignToWorkflow } from './assign-to-workflow.ts'
import { getLoadSummaries } from './load-summaries.ts'
import { fetchFile } from './incoming-files.ts'
import { formatTimeAgo, getStrings } from '../language/strings.ts'
import { createStudioProblem } from '../language/studio-problem.ts'
import { isSamePlan, saveLoadPlan, getSavedLoadPlan, createLoadPlanEdit } from './load-plans.ts'
import { openPreview, previewNodeId, type Preview } from './open-preview.ts'
import { renderRenameForm } from '../shell/forms/rename-form.ts'
import { getWorkflowPath } from '../shell/router.ts'
import { FileRequestEvent, NavigationRequestEvent, ToastEvent } from '../shell/studio-events.ts'
import {
  describeFormat,
  formatShape,
  hasNoTable,
  renderDatasetInfo,
  renderPreview,
  renderUploadStatus,
} from './render-dataset.ts'
import { renderLocation } from '../shell/render-location.ts'
import { QueryController } from '../shell/query-controller.ts'
import type { Workspace } from '../workspace.ts'
import { dataPageStyles } from './data-page.styles.ts'
import { page } from '../shell/element.ts'
import { toPath } from '../shell/base-path.ts'

const mainWorkflowId = 'cosmo-ready'

/** The data page: a list of datasets with previews and actions. One dataset is expanded at a time. */
export class DataPage extends page({
  /** ID of the expanded dataset. Defaults to the first one in the list. */
  datasetId: undefined as string | undefined,
  /** The panel shown in the details of the expanded dataset. `undefined` if none is open. */
  panel: undefined as 'preview' | undefined,
  preview: undefined as Preview | undefined,
  uploadState: 'idle' as 'idle' | 'busy' | 'done',
  /** IDs of the most recently uploaded datasets. */
  uploadedIds: [] as readonly string[],
  search: '',
  sort: 'added' as DataSortOrder,
  /** ID of the dataset being renamed. */
  renamingId: undefined as string | undefined,
  /** State of the form for importing from a URL. `busy` during the download. */
  urlFormState: 'closed' as 'closed' | 'open' | 'busy',
  /** ID of the dataset being exported to another format. */
  exportingId: undefined as string | undefined,
  /** ID of the node whose load plan is being edited. */
  planNodeId: undefined as string | undefined,
}) {
  static override styles = dataPageStyles

  /** The dataset whose preview is open or loading. An object, so that each request is distinguishable. */
  #requestedPreview: { readonly datasetId: string } | undefined
  /** ID of the dataset whose load plan dialog opens once its preview is ready. */
  #pendingPlanDatasetId: string | undefined
  readonly #dropZone = new DropZone(this, (files) => void this.importFiles(files))

  constructor() {
    super()
    const find = <T extends HTMLElement>(selector: string) => this.renderRoot.querySelector<T>(selector)
    this.addController(
      new FormFocus({
        getOpenKey: () => this.renamingId,
        getField: () => find('.rename input'),
        findOpener: () => find('.opens-rename'),
        shouldSelectText: true,
      }),
    )
    this.addController(
      new FormFocus({
        getOpenKey: () => (this.urlFormState === 'closed' ? undefined : 'address'),
        getField: () => find('.address input'),
        findOpener: () => find('.opens-address'),
      }),
    )
    this.addController(
      new QueryController(
        this,
        { search: 'typed', sort: dataSortOrders, datasetId: 'any', panel: ['preview'] },
        { data: 'datasetId', look: 'panel' },
      ),
    )
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.planNodeId = undefined
    this.#requestedPreview = undefined
    this.#closePreview()
    this.workspace?.previews.stop()
  }

  /** Imports files and expands the last one. */
  readonly importFiles = async (files: File[]): Promise<void> => {
    this.uploadState = 'busy'
    const addedDatasets = this.workspace ? await addFiles(this, this.workspace, files) : []
    this.uploadedIds = addedDatasets.map(({ id }) => id)
    const lastId = this.uploadedIds.at(-1)
    this.uploadState = lastId === undefined ? 'idle' : 'done'
    if (lastId !== undefined) this.#openDetails(lastId)
  }

  protected override updated(): void {
    this.#syncPreview()
    if (this.#pendingPlanDatasetId !== undefined && this.preview?.dataset === this.#pendingPlanDatasetId) {
      this.#pendingPlanDatasetId = undefined
      this.planNodeId = previewNodeId
    }
    // Reads the expanded dataset first. No dataset is loaded in the background while its preview is loading.
    const { workspace, expandedDataset } = this
    if (expandedDataset && !expandedDataset.preview && workspace?.engine.status.state === 'ready')
      void workspace.library.getPreviews([expandedDataset.dataset.id])
    if (this.panel && (this.preview?.state.kind ?? 'loading') === 'loading') workspace?.previews.stop()
    else
      workspace?.previews.resume([
        ...(expandedDataset ? [expandedDataset.dataset] : []),
        ...workspace.datasets.map(({ dataset }) => dataset),
      ])
  }

  #onUrlFormKey = (event: KeyboardEvent): void => {
    if (getKey(event) === 'Escape' && this.urlFormState === 'open') this.urlFormState = 'closed'
  }

  /** The expanded dataset. */
  private get expandedDataset(): StoredDataset | undefined {
    const { datasets = [] } = this.workspace ?? {}
    const matches = this.#findMatches(datasets)
    return matches.find(({ dataset }) => dataset.id === this.datasetId) ?? matches[0]
  }

  #findMatches(datasets: readonly StoredDataset[]): StoredDataset[] {
    return findDatasets(datasets, { search: this.search, sort: this.sort, loads: getLoadSummaries() })
  }

  protected override render(): TemplateResult | typeof nothing {
    const { workspace, expandedDataset } = this
    if (!workspace) return nothing
    const { datasets } = workspace
    const matches = this.#findMatches(datasets)
    const { data: strings, common } = getStrings()
    return html`
      <main
        class=${this.#dropZone.isOver ? 'over' : ''}
        @dragenter=${this.#dropZone.onDragEnter}
        @dragleave=${this.#dropZone.onDragLeave}
        @dragover=${this.#dropZone.onDragOver}
        @drop=${this.#dropZone.onDrop}
      >
        <header>
          <h1 tabindex="-1">${getStrings().shell.data}</h1>
          ${
            this.uploadState === 'done'
              ? renderUploadStatus(
                  datasets.filter(({ dataset }) => this.uploadedIds.includes(dataset.id)),
                  workspace.previews,
                )
              : nothing
          }
          <button
            class="opens-address edit-control"
            @click=${() => (this.urlFormState = this.urlFormState === 'closed' ? 'open' : 'closed')}
            aria-expanded=${this.urlFormState !== 'closed'}
          >
            ${icon('link')} ${strings.fromUrl}
          </button>
          <button class="edit-control" @click=${this.#chooseFolder}>${icon('folder')} ${strings.folder}</button>
          <button
            class="primary edit-control"
            data-testid="upload-button"
            ?disabled=${this.uploadState === 'busy'}
            @click=${this.#chooseFiles}
          >
            ${icon('upload')} ${this.uploadState === 'busy' ? common.importing : common.uploadFile}
          </button>
        </header>
        ${this.urlFormState === 'closed' ? nothing : this.#renderUrlForm()}
        ${datasets.length > 1 ? this.#renderSearch() : nothing}
        <section class="panel list" aria-label=${strings.datasets}>
          ${
            datasets.length === 0
              ? this.#renderEmpty()
              : html`
                  <div class="row head" aria-hidden="true">
                    <span>${common.name}</span><span class="read">${strings.format}</span
                    ><span class="number">${strings.size}</span><span class="number">${strings.shape}</span
                    ><span class="number">${strings.added}</span>
                  </div>
                  <ul>
                    ${repeat(
                      matches,
                      ({ dataset }) => dataset.id,
                      (stored) => this.#renderDataset(workspace, stored, stored === expandedDataset),
                    )}
                  </ul>
                  ${matches.length === 0 ? html`<p class="empty">${strings.noMatches(this.search)}</p>` : nothing}
                `
          }
        </section>
        ${datasets.length > 0 ? html`<p class="tip small muted edit-control">${strings.tip}</p>` : nothing}
        <p class="drop-hint" aria-hidden="true">${icon('upload', 20)} ${strings.drop}</p>
        ${
          this.planNodeId === undefined
            ? nothing
            : html`<aw-load-plan-dialog
                .session=${this.preview?.session}
                .node=${this.planNodeId}
                .strings=${getStrings().editor.loadPlan}
                @aw-dialog-close=${() => (this.planNodeId = undefined)}
              ></aw-load-plan-dialog>`
        }
      </main>
    `
  }

  #renderEmpty(): TemplateResult {
    const { data: strings, common, home } = getStrings()
    return html`
      <div class="empty">
        ${drawEmptyState('data')}
        <p>${strings.empty}<br />${strings.emptyDrop}</p>
        <p class="next">
          <button class="primary edit-control" @click=${this.#chooseFiles}>
            ${icon('upload')} ${common.uploadFile}
          </button>
          <a class="button" href=${toPath('/tour')}>${icon('graduation-cap')} ${home.tour}</a>
        </p>
      </div>
    `
  }

  #renderDataset(workspace: Workspace, storedDataset: StoredDataset, isOpen: boolean): TemplateResult {
    const { dataset } = storedDataset
    const { formats } = getStrings()
    const info = workspace.previews.getInfo(dataset.id)
    const formatText = describeFormat(storedDataset, info)
    return html`
      <li class=${isOpen ? 'open' : ''}>
        <button
          class="row quiet"
          aria-expanded=${isOpen}
          aria-controls=${isOpen ? 'details' : nothing}
          @click=${() => this.#openDetails(dataset.id)}
        >
          <span class="name">
            ${icon(isOpen ? 'chevron-down' : 'chevron-right')}<span class="ellipsis">${dataset.name}</span>
            ${renderLocation(workspace.getLocation('datasets', dataset.id))}
          </span>
          <span class="read muted ellipsis" title=${formatText}>${formatText}</span>
          <span class="number muted">${formats.bytes(dataset.size)}</span>
          <span class="number muted">${formatShape(storedDataset, info)}</span>
          <span class="number muted">${formatTimeAgo(Date.parse(dataset.createdAt), Date.now())}</span>
        </button>
        ${isOpen ? this.#renderDetails(workspace, storedDataset) : nothing}
      </li>
    `
  }

  #renderDetails(workspace: Workspace, storedDataset: StoredDataset): TemplateResult {
    const { dataset } = storedDataset
    const isPreviewOpen = this.panel === 'preview' && this.datasetId === dataset.id
    const preview = isPreviewOpen && this.preview?.dataset === dataset.id ? this.preview : undefined
    const rowCount = preview?.state.kind === 'loaded' ? preview.state.source.rows : undefined
    const lacksTable = hasNoTable(storedDataset, workspace.previews.getInfo(dataset.id))
    const { data: strings, common } = getStrings()
    return html`
      <div class="details" id="details">
        ${preview?.state.kind === 'failed' ? nothing : renderDatasetInfo(storedDataset, workspace.previews.getInfo(dataset.id), rowCount)}
        <div class="bar">
          <button
            data-testid="preview-button"
            aria-pressed=${isPreviewOpen}
            @click=${() => this.#togglePreview(dataset)}
          >
            ${icon('eye')} ${isPreviewOpen ? strings.closePreview : strings.preview}
          </button>
          <button data-testid="load-plan-button" @click=${() => this.#openPlan(dataset)}>
            ${icon('table-2')} ${getSavedLoadPlan(dataset.id) ? strings.customLoadPlan : strings.loadPlan}
          </button>
          ${
            lacksTable
              ? nothing
              : html`<button class="edit-control" @click=${() => void this.#prepare(dataset)}>
                  ${icon('wand-sparkles')} ${common.prepare}
                </button>`
          }
          <label class="download-as"
            ><span class="visually-hidden">${strings.downloadLabel}</span>
            <select
              ?disabled=${this.exportingId !== undefined}
              @change=${(event: Event) => void this.#download(workspace, dataset, event.target as HTMLSelectElement)}
            >
              <option value="" selected>
                ${this.exportingId === dataset.id ? common.creatingFile : strings.downloadAs}
              </option>
              <option value="original">${strings.original}</option>
              ${
                lacksTable
                  ? nothing
                  : listFileFormats().map(([format, label]) => html`<option value=${format}>${label}</option>`)
              }
            </select>
          </label>
          <button
            class="opens-rename edit-control"
            aria-expanded=${this.renamingId === dataset.id}
            @click=${() => (this.renamingId = this.renamingId === dataset.id ? undefined : dataset.id)}
          >
            ${icon('pencil')} ${strings.rename}
          </button>
          <button class="danger edit-control" @click=${() => void this.#remove(storedDataset)}>
            ${icon('trash')} ${common.delete}
          </button>
        </div>
        ${this.renamingId === dataset.id ? this.#renderRename(storedDataset) : nothing}
        ${isPreviewOpen ? renderPreview(preview) : nothing}
      </div>
    `
  }

  #renderSearch(): TemplateResult {
    const { data: strings, common } = getStrings()
    return html`<div class="search" role="search">
      <input
        type="search"
        placeholder=${strings.searchHint}
        aria-label=${strings.search}
        .value=${this.search}
        @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}
      />
      <select
        aria-label=${common.sortBy}
        @change=${(event: Event) => (this.sort = (event.target as HTMLSelectElement).value as DataSortOrder)}
      >
        ${dataSortOrders.map(
          (sort) => html`<option value=${sort} .selected=${sort === this.sort}>${strings.sorts[sort]}</option>`,
        )}
      </select>
    </div>`
  }

  #renderUrlForm(): TemplateResult {
    const strings = getStrings().data
    return html`<form class="panel address" @submit=${this.#fetch} @keydown=${this.#onUrlFormKey}>
      <label>
        ${strings.fileUrl}
        <input name="address" type="url" required placeholder="https://example.com/data.csv" />
      </label>
      <button class="primary" ?disabled=${this.urlFormState === 'busy'}>
        ${this.urlFormState === 'busy' ? strings.downloading : strings.addFile}
      </button>
    </form>`
  }

  #renderRename(storedDataset: StoredDataset): TemplateResult {
    const onCancel = (): void => void (this.renamingId = undefined)
    const onRename = (name: string): void => {
      onCancel()
      if (name !== '') void this.workspace?.renameDataset(storedDataset, name)
    }
    return renderRenameForm({ name: storedDataset.dataset.name, onRename, onCancel })
  }

  #fetch = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const address = String(new FormData(event.currentTarget as HTMLFormElement).get('address'))
    this.urlFormState = 'busy'
    const result = await fetchFile(address)
    this.urlFormState = result instanceof File ? 'closed' : 'open'
    if (result instanceof File) await this.importFiles([result])
    else this.workspace?.report(result.problem)
  }

  /** Expands a dataset unless it is already expanded. The first dataset is expanded by default. */
  #openDetails(id: string): void {
    if (this.expandedDataset?.dataset.id !== id) this.#selectDataset(id)
  }

  #selectDataset(id: string | undefined): void {
    this.panel = undefined
    this.datasetId = id
  }

  #togglePreview({ id }: Dataset): void {
    const isPreviewOpen = this.panel === 'preview' && this.datasetId === id
    this.panel = isPreviewOpen ? undefined : 'preview'
    this.datasetId = id
  }

  /** Opens or closes the preview to match the URL, which a click or the back button may have changed. */
  #syncPreview(): void {
    const { expandedDataset, workspace } = this
    const requestedDataset =
      this.panel === 'preview' && expandedDataset?.dataset.id === this.datasetId ? expandedDataset?.dataset : undefined
    if (requestedDataset?.id === this.#requestedPreview?.datasetId) return
    this.#closePreview()
    this.#requestedPreview = requestedDataset && { datasetId: requestedDataset.id }
    if (requestedDataset && workspace) void this.#openPreview(workspace, requestedDataset)
  }

  async #openPreview(workspace: Workspace, dataset: Dataset): Promise<void> {
    const request = this.#requestedPreview
    const onChange = (preview: Preview): void => {
      if (this.#requestedPreview !== request) return
      this.preview = preview
      const report = preview.session.runs.current?.nodes[previewNodeId]?.report
      if (preview.state.kind === 'loaded') workspace.previews.storeResult(dataset.id, { report })
      if (preview.state.kind === 'failed')
        workspace.previews.storeResult(dataset.id, { problem: preview.state.problem })
    }
    const onPlanChange = (plan: SavedLoadPlan | undefined): void => this.#savePlan(dataset, plan)
    const openedPreview = await openPreview(workspace, dataset, { onChange, onPlanChange })
    if (this.#requestedPreview === request) this.preview ??= openedPreview
    else await openedPreview.close()
  }

  #openPlan({ id }: Dataset): void {
    this.#pendingPlanDatasetId = id
    this.panel = 'preview'
    this.datasetId = id
    this.requestUpdate()
  }

  /** Saves or resets a dataset's load plan, which applies to all future loads. The user can undo this. */
  #savePlan({ id, name }: Dataset, plan: SavedLoadPlan | undefined): void {
    const previousPlan = getSavedLoadPlan(id)
    this.requestUpdate()
    if (isSamePlan(previousPlan, plan)) return
    const { data: strings, common } = getStrings()
    if (!saveLoadPlan(id, plan)) {
      this.workspace?.report(
        createStudioProblem('load-plan.not-kept', strings.planNotSaved(name), {
          hint: strings.planNotSavedHint,
          severity: 'warning',
        }),
      )
      return
    }
    const undoChange = (): void => {
      saveLoadPlan(id, previousPlan)
      if (this.preview?.dataset === id)
        this.preview.session.document.apply(createLoadPlanEdit(previewNodeId, previousPlan))
      this.requestUpdate()
    }
    const toastText = plan ? strings.planSaved(name) : strings.planReset(name)
    this.dispatchEvent(new ToastEvent(toastText, { label: common.undo, run: undoChange }))
  }

  #closePreview = (): void => {
    void this.preview?.close()
    this.preview = undefined
  }

  async #prepare(dataset: Dataset): Promise<void> {
    if (!this.workspace) return
    await assignToWorkflow(await this.workspace.openSession(mainWorkflowId), dataset)
    this.dispatchEvent(new NavigationRequestEvent(getWorkflowPath(mainWorkflowId)))
  }

  /** Downloads the original file, or the dataset converted to another format. */
  async #download(workspace: Workspace, dataset: Dataset, select: HTMLSelectElement): Promise<void> {
    const requestedFormat = select.value
    select.value = ''
    if (requestedFormat === 'original') return downloadOriginal(workspace, dataset)
    const format = listFileFormats().find(([item]) => item === requestedFormat)?.[0]
    if (!format) return
    this.exportingId = dataset.id
    await downloadAs(workspace, dataset, format).finally(() => (this.exportingId = undefined))
  }

  async #remove(storedDataset: StoredDataset): Promise<void> {
    const restore = await this.workspace?.removeDataset(storedDataset)
    if (!restore) return
    // The URL must not refer to a deleted dataset.
    if (this.datasetId === storedDataset.dataset.id) this.#selectDataset(undefined)
    const { data, common } = getStrings()
    this.dispatchEvent(
      new ToastEvent(data.deleted(storedDataset.dataset.name), { label: common.undo, run: () => void restore() }),
    )
  }

  #chooseFolder(): void {
    this.dispatchEvent(new FileRequestEvent((files) => void this.importFiles(files), { multiple: true, folder: true }))
  }

  #chooseFiles(): void {
    this.dispatchEvent(new FileRequestEvent((files) => void this.importFiles(files), { multiple: true }))
  }
}

customElements.define('studio-data', DataPage)
