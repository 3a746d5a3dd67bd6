import type { StoredRun } from '@aw-flow/client'
import { formatBytes, formatCount, formatDuration, icon } from '@aw-flow/editor'
import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { drawRuns } from '../draw-runs.ts'
import { DropZone } from '../drop-zone.ts'
import { giveToWorkflow } from '../give-to-workflow.ts'
import { runPath, workflowPath } from '../router.ts'
import { runFigures } from '../run-figures.ts'
import { showRunState } from '../show-state.ts'
import { ChooseFileEvent, GoEvent } from '../studio-events.ts'
import { chainOf, timeAgo } from '../words.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import type { Workspace } from '../workspace.ts'
import { homePageStyles } from './home-page.styles.ts'

const mainJob = 'cosmo-ready'
const shown = 5

/** Where people arrive: the main job, what they did last, and whether all is well. */
export class HomePage extends LitElement {
  static override styles = homePageStyles
  static override properties: PropertyDeclarations = {
    workspace: { attribute: false },
    uploads: { state: true },
    used: { state: true },
  }

  declare workspace: Workspace | undefined
  declare uploads: 'none' | 'busy' | { count: number }
  declare used: { usage: number; quota: number } | undefined

  readonly #zone = new DropZone(this, (files) => void this.#prepare(files))

  constructor() {
    super()
    this.uploads = 'none'
    this.addController(new WorkspaceController(this))
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#measure()
  }

  /** Takes files in and stays here. */
  readonly takeFiles = async (files: File[]): Promise<void> => {
    this.uploads = 'busy'
    const taken = await Promise.all(files.map((file) => this.workspace?.addFile(file)))
    const count = taken.filter((dataset) => dataset !== undefined).length
    this.uploads = count > 0 ? { count } : 'none'
    void this.#measure()
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    return html`
      <main>
        <h1 tabindex="-1" class="unseen">Home</h1>
        ${this.#renderMainJob()}
        <nav class="quick" aria-label="Quick actions">
          <a class="button" href="/workflows/new">${icon('plus')} New workflow</a>
          <a class="button" href="/templates">${icon('layout-template')} New from a template</a>
          <a class="button" href="/workflows">${icon('workflow')} All workflows</a>
          <a class="button" href="/validation">${icon('shield-check')} Check a file</a>
          <a class="button" href="/tour">${icon('graduation-cap')} Five-minute tour</a>
          <a class="button" href="/help">${icon('circle-question-mark')} Help</a>
        </nav>
        <div class="lists">
          ${this.#renderWorkflows(this.workspace)} ${this.#renderRuns(this.workspace)}
          ${this.#renderSystem(this.workspace)}
        </div>
      </main>
    `
  }

  #renderMainJob(): TemplateResult {
    const steps = [
      { icon: 'file-input', word: 'Load', says: 'Any table, told nothing', family: 'data-agents' },
      { icon: 'wand-sparkles', word: 'Prepare', says: 'A plan you can read', family: 'data-agents' },
      { icon: 'shield-check', word: 'Validate', says: 'Rule by rule', family: 'data-agents' },
      { icon: 'table-2', word: 'Table', says: 'Yours to keep', family: 'views' },
    ]
    return html`
      <section
        class="hero ${this.#zone.over ? 'over' : ''}"
        aria-labelledby="main-job"
        @dragenter=${this.#zone.enter}
        @dragleave=${this.#zone.leave}
        @dragover=${this.#zone.hover}
        @drop=${this.#zone.drop}
      >
        <div class="words">
          <h2 id="main-job"><a href=${workflowPath(mainJob)}>Prepare a messy file</a></h2>
          <p>
            Drop a file on this card. Agents load it, prepare it and check it, and say what they did. Nothing leaves
            this browser.
          </p>
          <div class="actions">
            <a class="button primary" href=${workflowPath(mainJob)} tabindex="-1" aria-hidden="true">
              Open the workflow ${icon('arrow-right')}
            </a>
            <button data-testid="upload-button" @click=${this.#choose} ?disabled=${this.uploads === 'busy'}>
              ${icon('upload')} ${this.uploads === 'busy' ? 'Taking it in…' : 'Upload file'}
            </button>
          </div>
          ${this.#renderUploaded()}
        </div>
        <ol class="chain" aria-hidden="true">
          ${steps.map(
            (step) => html`
              <li class=${step.family}>
                <span class="step">${icon(step.icon)} ${step.word}</span>
                <span class="says">${step.says}</span>
              </li>
            `,
          )}
        </ol>
        <p class="drop-hint" aria-hidden="true">${icon('upload', 20)} Drop to load and prepare it</p>
      </section>
    `
  }

  #renderUploaded(): TemplateResult | typeof nothing {
    if (typeof this.uploads === 'string') return nothing
    const { count } = this.uploads
    return html`
      <p class="uploaded" role="status" data-testid="upload-success">
        ${icon('circle-check')} ${count === 1 ? 'Uploaded.' : `${count} files uploaded.`}
        <a href="/data">See your data</a>
      </p>
    `
  }

  #renderWorkflows(workspace: Workspace): TemplateResult {
    const now = Date.now()
    return html`
      <section class="panel" aria-labelledby="recent-workflows">
        <header>
          <h2 id="recent-workflows">Recent workflows</h2>
          <a href="/workflows">All</a>
        </header>
        <ul>
          ${workspace.workflows.slice(0, shown).map(
            ({ id, workflow, updatedAt }) => html`
              <li>
                <a href=${workflowPath(id)}>
                  <span class="lead">${icon('workflow')}</span>
                  <span class="what">
                    <span class="ellipsis name">${workflow.name}</span>
                    <span class="ellipsis muted small">${chainOf(workflow)}</span>
                  </span>
                  <span class="muted small when"
                    >${updatedAt === undefined ? 'Built in' : timeAgo(updatedAt, now)}</span
                  >
                </a>
              </li>
            `,
          )}
        </ul>
      </section>
    `
  }

  #renderRuns(workspace: Workspace): TemplateResult {
    const now = Date.now()
    const runs = workspace.runs.slice(0, shown)
    return html`
      <section class="panel" aria-labelledby="recent-runs">
        <header>
          <h2 id="recent-runs">Recent runs</h2>
          <a href="/runs">All</a>
        </header>
        ${
          runs.length === 0
            ? html`<div class="empty small">
                ${icon('play', 20)}
                <span>A run appears here when you press Run in a workflow.</span>
              </div>`
            : html`${renderFigures(workspace.runs)}
                <ul>
                  ${runs.map(
                    (run) => html`
                      <li>
                        <a href=${runPath(run.run)}>
                          <span class="what">
                            <span class="ellipsis name">${run.workflowName}</span>
                            <span class="muted small">${timeAgo(run.startedAt, now)}</span>
                          </span>
                          ${showRunState(run, workspace)}
                        </a>
                      </li>
                    `,
                  )}
                </ul>`
        }
      </section>
    `
  }

  #renderSystem({ engine, storage, datasets }: Workspace): TemplateResult {
    const { used } = this
    const engineLook = {
      loading: { icon: 'loader-circle', tone: 'muted', word: 'Starting' },
      ready: { icon: 'circle-check', tone: 'good', word: 'Ready, in this browser' },
      failed: { icon: 'circle-x', tone: 'bad', word: 'Not available' },
    }[engine.state]
    return html`
      <section class="panel" aria-labelledby="system-status">
        <header><h2 id="system-status">System</h2></header>
        <dl>
          <dt>${icon('cpu')} Engine</dt>
          <dd class="state ${engineLook.tone}">${icon(engineLook.icon)} ${engineLook.word}</dd>
          <dt>${icon('database')} Data</dt>
          <dd>${datasets.length === 1 ? '1 dataset' : `${datasets.length} datasets`}</dd>
          <dt>${icon('wifi-off')} Without a network</dt>
          <dd>${navigator.serviceWorker?.controller ? 'Opens and runs' : 'Not kept yet'}</dd>
          <dt>${icon('hard-drive')} Storage</dt>
          <dd>
            ${
              storage.kind === 'memory'
                ? html`<span class="state warn">${icon('triangle-alert')} Until this tab is closed</span>`
                : used
                  ? html`${formatBytes(used.usage)} of ${formatBytes(used.quota)}`
                  : 'In this browser'
            }
          </dd>
        </dl>
      </section>
    `
  }

  #choose(): void {
    this.dispatchEvent(new ChooseFileEvent((files) => void this.takeFiles(files), { multiple: true }))
  }

  /** A file dropped on the card goes straight to the workflow. */
  async #prepare(files: File[]): Promise<void> {
    const { workspace } = this
    if (!workspace) return
    this.uploads = 'busy'
    const datasets = await Promise.all(files.map((file) => workspace.addFile(file)))
    this.uploads = 'none'
    const first = datasets.find((dataset) => dataset !== undefined)
    if (!first) return
    await giveToWorkflow(await workspace.session(mainJob), first)
    this.dispatchEvent(new GoEvent(workflowPath(mainJob)))
  }

  async #measure(): Promise<void> {
    // Not offered outside secure contexts.
    const estimate = await navigator.storage?.estimate?.().catch(() => undefined)
    if (estimate?.usage !== undefined && estimate.quota) this.used = { usage: estimate.usage, quota: estimate.quota }
  }
}

/** How many of the runs went through and how long they took, in words and as bars. */
function renderFigures(runs: readonly StoredRun[]): TemplateResult | typeof nothing {
  const { ended, successRate, medianMs } = runFigures(runs)
  if (successRate === undefined) return nothing
  return html`<div class="figures">
    <p>
      <strong>${Math.round(successRate * 100)} %</strong>
      <span class="muted small">
        of ${formatCount(ended)} ${ended === 1 ? 'run' : 'runs'} went
        through${medianMs === undefined ? nothing : html`<br />half of them within ${formatDuration(medianMs)}`}
      </span>
    </p>
    ${drawRuns(runs)}
  </div>`
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-home': HomePage
  }
}

customElements.define('studio-home', HomePage)
