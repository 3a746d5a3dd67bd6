import type { StoredDataset, StoredRun } from '@aw-flow/client'
import type { Dataset } from '@aw-flow/schema'
import { icon, renderCode } from '@aw-flow/editor'
import { html, nothing, type TemplateResult } from 'lit'
import { drawRuns } from '../runs/draw-runs.ts'
import { addFiles } from '../datasets/add-files.ts'
import { DropZone } from '../datasets/drop-zone.ts'
import { assignToWorkflow } from '../datasets/assign-to-workflow.ts'
import { getSampleId } from '../datasets/sample-dataset.ts'
import { describeMissingTable, findDatasetsWithoutTable } from '../datasets/render-dataset.ts'
import { formatTimeAgo, getStrings } from '../language/strings.ts'
import { getRunPath, getWorkflowPath } from '../shell/router.ts'
import { computeRunStatistics } from '../runs/run-statistics.ts'
import { renderRunState } from '../shell/render-state.ts'
import { startWhenShown } from '../runs/start-when-shown.ts'
import { FileRequestEvent, NavigationRequestEvent } from '../shell/studio-events.ts'
import { summarizeWorkflow, getRunTitle, getDisplayStrings } from '../display-names.ts'
import type { Workspace } from '../workspace.ts'
import { homePageStyles } from './home-page.styles.ts'
import { page } from '../shell/element.ts'
import { toPath } from '../shell/base-path.ts'

const mainWorkflowId = 'cosmo-ready'
const maxItems = 5
/** The templates that the page offers as examples. */
const exampleIds = ['survey-cleaning', 'join-and-chart', 'deduplicate-contacts'] as const
type ExampleId = (typeof exampleIds)[number]

/** The home page: the main task, recent workflows and runs, and the system status. */
export class HomePage extends page({
  isUploading: false,
  /** IDs of the most recently uploaded datasets. */
  uploadedIds: [] as readonly string[],
  storageUsage: undefined as { usage: number; quota: number } | undefined,
}) {
  static override styles = homePageStyles

  readonly #dropZone = new DropZone(this, (files) => void this.#openInMainWorkflow(files))

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#updateStorageUsage()
  }

  /** Imports files without leaving this page. */
  readonly importFiles = async (files: File[]): Promise<void> => {
    this.isUploading = true
    const addedDatasets = this.workspace ? await addFiles(this, this.workspace, files) : []
    this.uploadedIds = addedDatasets.map(({ id }) => id)
    this.isUploading = false
    void this.#updateStorageUsage()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.workspace?.previews.stop()
  }

  /** Previews uploaded files that appear to contain no table, to find out why. */
  protected override updated(): void {
    const { workspace } = this
    if (workspace)
      workspace.previews.resume(
        findDatasetsWithoutTable(this.#uploadedDatasets, workspace.previews).map(({ dataset }) => dataset),
      )
  }

  get #uploadedDatasets(): StoredDataset[] {
    return this.workspace?.datasets.filter(({ dataset }) => this.uploadedIds.includes(dataset.id)) ?? []
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    const { home, common, shell } = getStrings()
    return html`
      <main>
        <h1 tabindex="-1" class="visually-hidden">${shell.home}</h1>
        ${this.#renderApprovals(this.workspace)} ${this.#renderMainTask()}
        <nav class="bar quick" aria-label=${home.quickActions}>
          <a id="create-workflow" class="button edit-control" href=${toPath('/workflows/new')}
            >${icon('plus')} ${common.newWorkflow}</a
          >
          <a class="button edit-control" href=${toPath('/templates')}
            >${icon('layout-template')} ${home.fromTemplate}</a
          >
          <a class="button" href=${toPath('/search')} aria-keyshortcuts="Control+K Meta+K"
            >${icon('search')} ${getStrings().search.open}</a
          >
          <a class="button" href=${toPath('/validation')}>${icon('shield-check')} ${home.validateFile}</a>
          ${
            this.workspace.account?.canAdminister
              ? html`<a class="button" href=${toPath('/workspace')}>${icon('user-plus')} ${home.invite}</a>`
              : nothing
          }
          <a class="button" href=${toPath('/tour')}>${icon('graduation-cap')} ${home.tour}</a>
          <a class="button" href=${toPath('/help')}>${icon('circle-question-mark')} ${shell.help}</a>
        </nav>
        <div class="lists">
          ${this.#renderWorkflows(this.workspace)} ${this.#renderRuns(this.workspace)}
          ${this.#renderSystem(this.workspace)}
        </div>
      </main>
    `
  }

  /** Renders the runs that are waiting for approval, with links to their pages. */
  #renderApprovals({ approvals }: Workspace): TemplateResult | typeof nothing {
    if (approvals.length === 0) return nothing
    const { home, run: strings } = getStrings()
    const now = Date.now()
    return html`<section class="panel approvals" aria-labelledby="approvals">
      <header><h2 id="approvals">${home.approvals(approvals.length)}</h2></header>
      <ul>
        ${approvals.slice(0, maxItems).map(
          (run) => html`
            <li>
              <span class="lead">${icon('hand')}</span>
              <span class="item-text">
                <span class="ellipsis name">${getRunTitle(run)}</span>
                <span class="muted small">${formatTimeAgo(run.startedAt, now)}</span>
              </span>
              <a class="button primary" href=${getRunPath(run.run)}>${strings.review}</a>
            </li>
          `,
        )}
      </ul>
    </section>`
  }

  #renderMainTask(): TemplateResult {
    const { home, common } = getStrings()
    return html`
      <section
        class="hero ${this.#dropZone.isOver ? 'over' : ''}"
        aria-labelledby="main-task"
        @dragenter=${this.#dropZone.onDragEnter}
        @dragleave=${this.#dropZone.onDragLeave}
        @dragover=${this.#dropZone.onDragOver}
        @drop=${this.#dropZone.onDrop}
      >
        <div class="intro">
          <h2 id="main-task"><a href=${getWorkflowPath(mainWorkflowId)}>${home.mainTask}</a></h2>
          <p>
            ${home.addFile(!matchMedia('(hover: none)').matches)}
            ${this.workspace?.server ? home.mainTaskOnServer : home.mainTaskHelp}
          </p>
          <div class="bar actions">
            <a class="button primary" href=${getWorkflowPath(mainWorkflowId)} tabindex="-1" aria-hidden="true">
              ${common.openWorkflow} ${icon('arrow-right')}
            </a>
            <button
              class="edit-control"
              data-testid="upload-button"
              @click=${this.#chooseFiles}
              ?disabled=${this.isUploading}
            >
              ${icon('upload')} ${this.isUploading ? common.importing : common.uploadFile}
            </button>
          </div>
          ${this.#renderUploadStatus()}
        </div>
        ${this.#renderDescription()}
        <p class="drop-hint" aria-hidden="true">${icon('upload', 20)} ${home.drop}</p>
      </section>
    `
  }

  /** Renders the field in which users describe what they need, and three examples. */
  #renderDescription(): TemplateResult {
    const { home } = getStrings()
    return html`<div class="describe edit-control">
      <form @submit=${this.#describe}>
        <input
          name="description"
          required
          maxlength="500"
          autocomplete="off"
          aria-label=${home.describe}
          placeholder=${home.describeExample}
          data-testid="describe"
        />
        <button>${icon('wand-sparkles')} ${home.propose}</button>
      </form>
      <p class="bar small">
        ${home.examplesLabel}
        ${exampleIds.map(
          (id) =>
            html`<button class="quiet" ?disabled=${this.isUploading} @click=${() => void this.#openExample(id)}>
              ${home.examples[id]}
            </button>`,
        )}
      </p>
    </div>`
  }

  /** Opens a new workflow, in which the editor proposes nodes for the description. */
  #describe = (event: SubmitEvent): void => {
    event.preventDefault()
    const description = String(new FormData(event.target as HTMLFormElement).get('description')).trim()
    if (description === '') return
    this.dispatchEvent(
      new NavigationRequestEvent(toPath(`/workflows/new?${new URLSearchParams({ describe: description })}`)),
    )
  }

  async #openExample(id: ExampleId): Promise<void> {
    const { workspace } = this
    if (!workspace) return
    this.isUploading = true
    const { createFromTemplate, sampleTemplates } = await import('../workflows/starting-points.ts')
    const template = sampleTemplates.find((item) => item.id === id)
    const result = template && (await createFromTemplate(workspace, template))
    this.isUploading = false
    if (!result) return
    if ('problem' in result) return workspace.report(result.problem, 'template')
    workspace.clearProblem('template')
    this.dispatchEvent(new NavigationRequestEvent(getWorkflowPath(result.id)))
  }

  #renderUploadStatus(): TemplateResult | typeof nothing {
    const { workspace, uploadedIds } = this
    if (!workspace || this.isUploading || uploadedIds.length === 0) return nothing
    const { common, home, data } = getStrings()
    const datasetsWithoutTable = findDatasetsWithoutTable(this.#uploadedDatasets, workspace.previews)
    const count = datasetsWithoutTable.length
    const table = this.#uploadedDatasets.find((stored) => !datasetsWithoutTable.includes(stored))
    return html`
      <div class="uploaded" role="status" data-testid="upload-success">
        <p class="${count ? 'warn' : 'good'}">
          ${icon(count ? 'triangle-alert' : 'circle-check')}
          <span>${home.uploaded(uploadedIds.length)} ${count ? `${data.uploadedUnreadable(count)}.` : nothing}</span>
          <a href=${toPath('/data')}>${home.viewData}</a>
          ${
            table && workspace.canEdit
              ? html`<button class="primary" @click=${() => void this.#prepare(table.dataset)}>
                  ${icon('wand-sparkles')} ${common.prepare}
                </button>`
              : nothing
          }
        </p>
        ${
          count === 0
            ? nothing
            : html`<ul class="small">
                ${datasetsWithoutTable.slice(0, maxItems).map((stored) => {
                  const { message, hint } = describeMissingTable(stored, workspace.previews.getInfo(stored.dataset.id))
                  return html`<li>${renderCode(message)} <span class="muted">${renderCode(hint)}</span></li>`
                })}
              </ul>`
        }
      </div>
    `
  }

  #renderWorkflows(workspace: Workspace): TemplateResult {
    const now = Date.now()
    const { home, common } = getStrings()
    return html`
      <section class="panel" aria-labelledby="recent-workflows">
        <header>
          <h2 id="recent-workflows">${home.recentWorkflows}</h2>
          <a href=${toPath('/workflows')}>${home.all}</a>
        </header>
        <ul>
          ${workspace.workflows.slice(0, maxItems).map((listedWorkflow) => {
            const { id, workflow, updatedAt } = listedWorkflow
            const { catalog } = workspace.engine.status
            return html`
              <li>
                <a href=${getWorkflowPath(id)}>
                  <span class="lead">${icon('workflow')}</span>
                  <span class="item-text">
                    <span class="ellipsis name">${getDisplayStrings(listedWorkflow, catalog).name}</span>
                    ${
                      workspace.getLocation('documents', id) === 'server'
                        ? nothing
                        : html`<span class="ellipsis muted small">${summarizeWorkflow(workflow, catalog)}</span>`
                    }
                  </span>
                  <span class="muted small when"
                    >${updatedAt === undefined ? common.builtIn : formatTimeAgo(updatedAt, now)}</span
                  >
                </a>
              </li>
            `
          })}
        </ul>
      </section>
    `
  }

  #renderRuns(workspace: Workspace): TemplateResult {
    const now = Date.now()
    const runs = workspace.runs.slice(0, maxItems)
    const { home } = getStrings()
    return html`
      <section class="panel" aria-labelledby="recent-runs">
        <header>
          <h2 id="recent-runs">${home.recentRuns}</h2>
          <a href=${toPath('/runs')}>${home.all}</a>
        </header>
        ${
          runs.length === 0
            ? html`<div class="empty small">
                ${icon('play', 20)}
                <span>${home.noRuns}</span>
              </div>`
            : html`${renderStatistics(workspace.runs)}
                <ul>
                  ${runs.map(
                    (run) => html`
                      <li>
                        <a href=${getRunPath(run.run)}>
                          <span class="item-text">
                            <span class="ellipsis name">${getRunTitle(run)}</span>
                            <span class="muted small">${formatTimeAgo(run.startedAt, now)}</span>
                          </span>
                          ${renderRunState(run, workspace)}
                        </a>
                      </li>
                    `,
                  )}
                </ul>`
        }
      </section>
    `
  }

  #renderSystem({ engine, storage, datasets, server }: Workspace): TemplateResult {
    const { storageUsage } = this
    const { home, formats } = getStrings()
    const sampleId = getSampleId()
    const hasSample = datasets.some(({ dataset }) => dataset.id === sampleId)
    const engineStyle = {
      loading: { icon: 'loader-circle', tone: 'muted' },
      ready: { icon: 'circle-check', tone: 'good' },
      failed: { icon: 'circle-x', tone: 'bad' },
    }[engine.status.state]
    return html`
      <section class="panel" aria-labelledby="system-status">
        <header><h2 id="system-status">${home.system}</h2></header>
        <dl>
          ${
            server
              ? html`<dt>${icon('play')} ${home.runs}</dt>
                  <dd>${home.onServer}</dd>`
              : nothing
          }
          <dt>${icon('cpu')} ${server ? home.previews : home.engine}</dt>
          <dd class="state ${engineStyle.tone}">${icon(engineStyle.icon)} ${home.engineStates[engine.status.state]}</dd>
          <dt>${icon('database')} ${home.data}</dt>
          <dd>${hasSample ? home.datasetsAndSample(datasets.length - 1) : home.datasets(datasets.length)}</dd>
          <dt>${icon('wifi-off')} ${home.offline}</dt>
          <dd>${navigator.serviceWorker?.controller ? home.offlineReady : home.offlineNotReady}</dd>
          <dt>${icon('hard-drive')} ${home.storage}</dt>
          <dd>
            ${
              storage.kind === 'memory'
                ? html`<span class="state warn">${icon('triangle-alert')} ${home.untilClosed}</span>`
                : storageUsage
                  ? home.used(formats.bytes(storageUsage.usage), formats.bytes(storageUsage.quota))
                  : home.inBrowser
            }
          </dd>
        </dl>
      </section>
    `
  }

  #chooseFiles(): void {
    this.dispatchEvent(new FileRequestEvent((files) => void this.importFiles(files), { multiple: true }))
  }

  /** Opens the first dropped file in the main task's workflow. */
  async #openInMainWorkflow(files: File[]): Promise<void> {
    const { workspace } = this
    if (!workspace) return
    this.isUploading = true
    const [first] = await addFiles(this, workspace, files)
    this.isUploading = false
    if (first) await this.#prepare(first)
  }

  /** Runs the main task's workflow with a dataset. */
  async #prepare(dataset: Dataset): Promise<void> {
    const { workspace } = this
    if (!workspace) return
    const session = await workspace.openSession(mainWorkflowId)
    if (await assignToWorkflow(session, dataset)) startWhenShown(session)
    this.dispatchEvent(new NavigationRequestEvent(getWorkflowPath(mainWorkflowId)))
  }

  async #updateStorageUsage(): Promise<void> {
    // `navigator.storage` is unavailable outside secure contexts.
    const estimate = await navigator.storage?.estimate?.().catch(() => undefined)
    if (estimate?.usage !== undefined && estimate.quota)
      this.storageUsage = { usage: estimate.usage, quota: estimate.quota }
  }
}

/** Renders the success rate and median duration of the runs, as text and as bars. */
function renderStatistics(runs: readonly StoredRun[]): TemplateResult | typeof nothing {
  const { endedCount, successRate, medianMs } = computeRunStatistics(runs)
  if (successRate === undefined) return nothing
  const { home, formats } = getStrings()
  return html`<div class="figures">
    <p>
      <strong>${formats.percent(successRate)}</strong>
      <span class="muted small">
        ${home.succeeded(endedCount)}${medianMs === undefined ? nothing : html`<br />${home.median(toNonBreaking(formats.duration(medianMs)))}`}
      </span>
    </p>
    ${drawRuns(runs)}
  </div>`
}

/** Replaces spaces with non-breaking spaces, so that a number and its unit stay on one line. */
const toNonBreaking = (text: string): string => text.replaceAll(' ', '\u00a0')

customElements.define('studio-home', HomePage)
