import { controls, icon, tokens, renderCode, renderProblem } from '@aw-flow/editor'
import type { WorkflowSession } from '@aw-flow/client'
import type { NodeType, Problem, WorkflowNode } from '@aw-flow/schema'
import { css, html, nothing, type TemplateResult } from 'lit'
import { dialogStyles } from '../shell/dialog.styles.ts'
import { getNodeTitle } from '../display-names.ts'
import { findDatasetSetting, createLoadPlanEdits } from '../datasets/assign-to-workflow.ts'
import { getStrings } from '../language/strings.ts'
import { getRunPath } from '../shell/router.ts'
import {
  FileRequestEvent,
  NavigationRequestEvent,
  ProblemSelectEvent,
  ServerDialogRequestEvent,
} from '../shell/studio-events.ts'
import { page } from '../shell/element.ts'

/** Lists the problems that prevent a run. Missing files are omitted, because the user can select them in the dialog. */
const listBlockingProblems = ({ document }: WorkflowSession, inputNodes: readonly WorkflowNode[]): Problem[] =>
  (document.description?.problems ?? []).filter(
    ({ severity, where }) =>
      severity === 'error' && !inputNodes.some(({ id }) => where?.node === id && where.setting === 'dataset'),
  )

/** Maximum number of problems to list. The total is shown above the list. */
const maxProblems = 5

const executeStyles = css`
  .problems {
    display: grid;
    gap: 4px;
    margin: 8px 0 0;
    padding: 0;
    list-style: none;
  }

  .place {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    margin: 0;
  }

  button.problem {
    display: block;
    width: 100%;
    height: auto;
    padding: 8px 12px;
    line-height: 1.5;
    text-align: start;
    white-space: normal;
  }
`

/** Lets the user select the input files of a workflow, starts a run and navigates to it. */
export class ExecuteDialog extends page({
  session: undefined as WorkflowSession | undefined,
  /** Selected dataset IDs, keyed by node ID. */
  selectedDatasets: {} as Readonly<Record<string, string>>,
  /** Whether the user has submitted the form. Missing inputs are then marked. */
  isSubmitted: false,
  isStarting: false,
  /** A closed dialog is not rendered, since its session and workspace change often. */
  isOpen: false,
}) {
  static override styles = [tokens, controls, dialogStyles, executeStyles]

  /** Selects a dataset for a node, for example the one that is selected in the run bar. */
  selectDataset(nodeId: string, datasetId: string): void {
    this.selectedDatasets = { ...this.selectedDatasets, [nodeId]: datasetId }
  }

  /** Opens the dialog. The files configured in the workflow are preselected. */
  async show(): Promise<void> {
    this.isSubmitted = false
    this.isStarting = false
    this.isOpen = true
    await this.updateComplete
    this.renderRoot.querySelector('dialog')?.showModal()
  }

  readonly #onClose = ({ target }: Event): void => {
    // It may have been opened again.
    if ((target as HTMLDialogElement).open) return
    this.isStarting = false
    this.isOpen = false
  }

  protected override render(): TemplateResult | typeof nothing {
    const { session } = this
    if (!this.isOpen) return nothing
    const inputNodes = session ? findInputNodes(session) : []
    const { execute: strings, common, editor } = getStrings()
    const problem = session?.problems.latest && renderProblem(session.problems.latest, editor.renderText)
    const blockingProblems = session ? listBlockingProblems(session, inputNodes) : []
    return html`
      <dialog aria-labelledby="title" @close=${this.#onClose}>
        <form method="dialog" @submit=${this.#submit} novalidate>
          <header>
            <h2 id="title">${strings.title(session?.document.current.name ?? '')}</h2>
            <button type="button" class="quiet icon" aria-label=${common.close} @click=${this.#close}>
              ${icon('x')}
            </button>
          </header>
          ${
            inputNodes.length === 0
              ? html`<p class="muted">${strings.noInputFile}</p>`
              : inputNodes.map((node, index) => this.#renderInputNode(node, index === 0))
          }
          ${
            this.isStarting && problem?.severity === 'error'
              ? html`<p class="bad" role="alert">
                  ${icon('circle-x')}<span>${renderCode(problem.message)} ${renderCode(problem.hint ?? '')}</span>
                </p>`
              : nothing
          }
          ${
            blockingProblems.length > 0
              ? html`<div id="unsolved" role="status">
                  <p class="bad">
                    ${icon('triangle-alert')}<span>${editor.runBar.problems(blockingProblems.length)}</span>
                  </p>
                  <ul class="problems">
                    ${blockingProblems.slice(0, maxProblems).map((blockingProblem) => this.#renderProblem(blockingProblem))}
                  </ul>
                </div>`
              : nothing
          }
          ${this.#renderRunLocation()}
          <footer>
            ${
              inputNodes.length === 0
                ? nothing
                : html`<button type="button" class="quiet" @click=${() => this.#upload(inputNodes)}>
                    ${icon('upload')} ${strings.upload}
                  </button>`
            }
            <span class="gap"></span>
            <button type="button" @click=${this.#close}>${common.cancel}</button>
            <button
              class="primary"
              data-testid="start-execution"
              ?disabled=${blockingProblems.length > 0 || (this.isStarting && !problem)}
              aria-describedby=${blockingProblems.length > 0 ? 'unsolved' : nothing}
            >
              ${icon('play')} ${strings.start}
            </button>
          </footer>
        </form>
      </dialog>
    `
  }

  /** Renders where the workflow will run and, without a server, a button for connecting one. */
  #renderRunLocation(): TemplateResult | typeof nothing {
    const { server, account } = this.workspace ?? {}
    const { server: strings } = getStrings()
    if (account) return nothing
    if (server) return html`<p class="muted small place">${strings.runsOnServer(server.api.address)}</p>`
    return html`<p class="muted small place">
      ${strings.runsInBrowser}
      <button type="button" class="quiet" data-testid="run-on-server" @click=${this.#connectServer}>
        ${icon('server')}${strings.runOnServer}
      </button>
    </p>`
  }

  #connectServer = (): void => {
    this.#close()
    this.dispatchEvent(new ServerDialogRequestEvent())
  }

  /** Renders a problem as a button that reveals it in the editor. */
  #renderProblem(problem: Problem): TemplateResult {
    const { message, hint } = renderProblem(problem, getStrings().editor.renderText)
    const node = this.session?.document.current.nodes.find(({ id }) => id === problem.where?.node)
    const label = node && getNodeTitle(node, this.#catalog)
    return html`<li>
      <button type="button" class="problem" @click=${() => this.#showProblem(problem)}>
        ${label === undefined || message.includes(label) ? nothing : html`<strong>${label}</strong> `}${renderCode(message)}
        ${hint ? html`<span class="muted">${renderCode(hint)}</span>` : nothing}
      </button>
    </li>`
  }

  get #catalog(): readonly NodeType[] {
    return this.session?.engine.catalog ?? []
  }

  #showProblem(problem: Problem): void {
    this.#close()
    this.dispatchEvent(new ProblemSelectEvent(problem))
  }

  #renderInputNode(node: WorkflowNode, isFirst: boolean): TemplateResult {
    const datasets = this.workspace?.datasets ?? []
    const { execute: strings } = getStrings()
    const datasetId = this.#getSelectedDatasetId(node)
    const isMissing = this.isSubmitted && datasetId === '' && !hasAddress(node)
    return html`
      <label>
        ${getNodeTitle(node, this.#catalog)}
        <select
          ?autofocus=${isFirst}
          data-testid=${isFirst ? 'input-data' : nothing}
          aria-invalid=${isMissing}
          aria-describedby=${isMissing ? `missing-${node.id}` : nothing}
          @change=${({ target }: Event) => this.selectDataset(node.id, (target as HTMLSelectElement).value)}
        >
          <option value="" ?selected=${datasetId === ''}>
            ${datasets.length === 0 ? strings.noData : hasAddress(node) ? strings.workflowDefault : strings.selectFile}
          </option>
          ${datasets.map(
            ({ dataset }) =>
              html`<option value=${dataset.id} ?selected=${dataset.id === datasetId}>${dataset.name}</option>`,
          )}
        </select>
        ${isMissing ? html`<span class="bad" id="missing-${node.id}">${strings.fileRequired}</span>` : nothing}
      </label>
    `
  }

  #getSelectedDatasetId(node: WorkflowNode): string {
    const configuredId = String(node.data.config[getDatasetSetting(this.session, node)] ?? '')
    const datasetId = configuredId || findLastDatasetId(this.session, node)
    const isInWorkspace = this.workspace?.datasets.some(({ dataset }) => dataset.id === datasetId)
    return this.selectedDatasets[node.id] ?? (isInWorkspace ? datasetId : '')
  }

  #submit = (event: Event): void => {
    event.preventDefault()
    void this.#start()
  }

  async #start(): Promise<void> {
    const { session } = this
    if (!session) return
    const inputNodes = findInputNodes(session)
    this.isSubmitted = true
    const missingNode = inputNodes.find((node) => this.#getSelectedDatasetId(node) === '' && !hasAddress(node))
    if (missingNode) {
      this.renderRoot.querySelector('select')?.focus()
      return
    }
    const inputs: Record<string, string> = {}
    for (const node of inputNodes) {
      const datasetId = this.#getSelectedDatasetId(node)
      const setting = getDatasetSetting(session, node)
      const configuredId = String(node.data.config[setting] ?? '')
      if (datasetId === '' || datasetId === configuredId) continue
      const type = session.engine.catalog.find((item) => item.type === node.type)
      for (const edit of createLoadPlanEdits(node, type, datasetId)) session.document.apply(edit)
      // A node with a configured file ignores run inputs, so the document must be changed.
      if (configuredId === '') inputs[node.id] = datasetId
      else session.document.apply({ type: 'set-config', id: node.id, path: [setting], value: datasetId })
    }
    this.isStarting = true
    const runId = await startRun(session, inputs)
    if (runId === undefined) {
      this.requestUpdate()
      return
    }
    this.#close()
    this.dispatchEvent(new NavigationRequestEvent(getRunPath(runId)))
  }

  #close = (): void => this.renderRoot.querySelector('dialog')?.close()

  #upload(inputNodes: readonly WorkflowNode[]): void {
    this.dispatchEvent(new FileRequestEvent((files) => void this.#addFiles(files, inputNodes)))
  }

  async #addFiles(files: readonly File[], [node]: readonly WorkflowNode[]): Promise<void> {
    const [firstDataset] = (await this.workspace?.addFiles(files)) ?? []
    if (firstDataset && node) this.selectDataset(node.id, firstDataset.id)
  }
}

/** Returns the ID of the dataset that the last run read for a node. Empty if it read none. */
function findLastDatasetId(session: WorkflowSession | undefined, { id }: WorkflowNode): string {
  const run = session?.runs.current ?? session?.runs.previous
  const file = Object.values(run?.inputs?.[id] ?? {}).find((value) => value.kind === 'file')
  return file?.dataset ?? ''
}

/** Starts a run. Resolves with its ID as soon as it is known, or with `undefined` if the run was rejected. */
function startRun(session: WorkflowSession, inputs: Record<string, string>): Promise<string | undefined> {
  const previousRunId = session.runs.current?.run
  return new Promise((resolve) => {
    const finish = (runId: string | undefined): void => {
      session.removeEventListener('aw-session-change', checkRun)
      resolve(runId)
    }
    const checkRun = (): void => {
      const runId = session.runs.current?.run
      // The first event confirms that the run has started; a rejected run has none.
      if (runId !== undefined && runId !== previousRunId && (session.runs.current?.events ?? 0) > 0) finish(runId)
    }
    session.addEventListener('aw-session-change', checkRun)
    const start = async (): Promise<void> => {
      await session.runs.start({ inputs })
      finish(session.runs.current?.run === previousRunId ? undefined : session.runs.current?.run)
    }
    void start()
  })
}

const getDatasetSetting = (session: WorkflowSession | undefined, { type }: WorkflowNode): string =>
  findDatasetSetting(session?.engine.catalog.find((item) => item.type === type)) ?? 'dataset'

const hasAddress = ({ data }: WorkflowNode): boolean => String(data.config['address'] ?? '') !== ''

/** Returns the nodes that read a dataset themselves instead of receiving data from another node. */
function findInputNodes(session: WorkflowSession): WorkflowNode[] {
  const document = session.document.current
  const { catalog } = session.engine
  return document.nodes.filter(({ id, type, mode }) => {
    const readsDataset =
      type === 'loading' || findDatasetSetting(catalog.find((item) => item.type === type)) !== undefined
    return readsDataset && mode === undefined && !document.edges.some(({ target }) => target === id)
  })
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-execute': ExecuteDialog
  }
}

customElements.define('studio-execute', ExecuteDialog)
