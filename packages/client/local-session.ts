import {
  isEnded,
  mergeWorkflows,
  readWorkflow,
  unwrap,
  type Config,
  type Dataset,
  type DerivedTable,
  type Edit,
  type Layout,
  type LayoutGraph,
  type LoadPreview,
  type LoadPreviewRequest,
  type NodeType,
  type Problem,
  type CellStep,
  type ChangedCell,
  type CheckReport,
  type PlanPreview,
  type PreparationPlan,
  type ProfileDrift,
  type Result,
  type RunEvent,
  type RunProgress,
  type RunView,
  type TableFormat,
  type TableProfile,
  type TableQuery,
  type TableRef,
  type TableSchema,
  type Workflow,
  type WorkflowDescription,
} from '@aw-flow/schema'
import { createAutosave, type Autosave } from './autosave.ts'
import { createDatasetShelf, type DatasetShelf } from './dataset-shelf.ts'
import { createDescriber, type Describer } from './describer.ts'
import { engineChange, type Engine } from './engine.ts'
import type { ExpressionHelp } from './expression-help.ts'
import { createDocumentVersions, type DocumentVersions } from './document-versions.ts'
import { bothHere, keptBoth } from './two-tabs.ts'
import { createHistory, type History } from './history.ts'
import { createLeaveWatch } from './leave-watch.ts'
import { newId } from './new-id.ts'
import type { PageOutside } from './page-outside.ts'
import { requests, type AskOptions, type NodePage } from './requests.ts'
import type { Decision } from './run-request.ts'
import {
  SessionChangeEvent,
  SessionRequestEvent,
  type EngineState,
  type CheckOptions,
  type PlanGoal,
  type ProfileOptions,
  type SessionAspect,
  type SessionRequest,
  type StartOptions,
  type WorkflowSession,
} from './session.ts'
import { SessionRuns } from './session-runs.ts'
import { createStaleNodes } from './stale-nodes.ts'
import type { MergedSave, StorageChange, WorkflowStorage } from './storage/storage.ts'
import { createWorkflowHelp, type WorkflowHelp } from './workflow-help.ts'

interface Parts {
  id: string
  document: Workflow
  /** What the document was read as; 0 when it is not stored. */
  revision: number
  engine: Engine
  ownsEngine: boolean
  storage: WorkflowStorage
  ownsStorage: boolean
}

/** The session of a page whose data and runs stay in it. Made by `createSession`. */
export class LocalSession extends EventTarget implements WorkflowSession {
  readonly id: string
  saving: 'saved' | 'saving' | 'failed' = 'saved'
  description: WorkflowDescription | undefined
  stale: ReadonlySet<string> = new Set()
  problem: Problem | undefined
  readonly versions: DocumentVersions

  readonly #engine: Engine
  readonly #storage: WorkflowStorage
  readonly #owns: { engine: boolean; storage: boolean }
  readonly #history: History
  readonly #autosave: Autosave
  readonly #shelf: DatasetShelf
  readonly #help: WorkflowHelp
  readonly #describer: Describer
  readonly #runs: SessionRuns
  readonly #staleNodes = createStaleNodes()
  readonly #leaving = createLeaveWatch({ onHidden: () => void this.#autosave.flush(), onLeave: () => this.#leave() })
  readonly #ends: (() => void)[] = []
  /** Tells this page from others that have the same document open. */
  readonly #holder = newId('page')
  #revision: number
  /** What that revision is. */
  #stored: Workflow
  #closed = false
  /** Whether the list of datasets has been read. */
  #isListed = false

  constructor({ id, document, revision, engine, ownsEngine, storage, ownsStorage }: Parts) {
    super()
    this.id = id
    this.#revision = revision
    this.#stored = document
    this.#engine = engine
    this.#storage = storage
    this.#owns = { engine: ownsEngine, storage: ownsStorage }
    this.#history = createHistory(document)
    this.#autosave = createAutosave({
      save: (workflow) => this.#save(workflow),
      onState: (state, problem) => {
        this.saving = state
        this.#leaving.watch(state !== 'saved')
        this.#tell('saving')
        if (problem) this.report(problem)
      },
    })
    this.versions = createDocumentVersions({
      id,
      storage,
      document: () => this.document,
      apply: (edit) => void this.apply(edit),
      onChange: () => this.#tell('versions'),
      onProblem: (problem) => this.report(problem),
    })
    this.#shelf = createDatasetShelf({
      storage,
      engine,
      onChange: () => {
        this.#tell('datasets')
        this.#describer.schedule()
      },
      onProblem: (problem) => this.report(problem),
    })
    this.#help = createWorkflowHelp({
      engine,
      shelf: this.#shelf,
      document: () => this.document,
      run: () => this.run,
      isListed: () => this.#isListed,
      onProblem: (problem) => this.report(problem),
    })
    this.#describer = createDescriber({
      describe: () => this.#help.describe(),
      onDescription: (description) => {
        this.description = description
        this.#tell('description')
      },
    })
    let shown: Workflow | undefined
    this.#runs = new SessionRuns({
      workflowId: id,
      engine,
      storage,
      document: () => this.document,
      datasets: () => this.datasets,
      onChange: (aspect) => {
        if (this.run?.workflow !== shown) {
          shown = this.run?.workflow
          this.stale = this.#staleNodes(this.document, shown)
        }
        this.#tell(aspect)
      },
      onProblem: (problem) => this.report(problem),
    })
  }

  get outside(): PageOutside {
    return this.#engine.outside
  }

  /** Reads the list of datasets and begins to listen; called once, by `createSession`. */
  async begin(): Promise<void> {
    const onEngine = (): void => {
      this.#tell('engine')
      this.#tell('catalogue')
      if (this.#engine.status.state === 'ready') this.#describer.schedule()
      if (this.#engine.status.problem && !this.#runs.isBusy) this.report(this.#engine.status.problem)
    }
    this.#engine.status.addEventListener(engineChange, onEngine)
    this.#ends.push(
      () => this.#engine.status.removeEventListener(engineChange, onEngine),
      () => this.#leaving.watch(false),
      this.#engine.provide({
        bytes: (dataset) => this.#shelf.bytes(dataset),
        workflow: (name) => this.#workflow(name),
        keep: async (name, bytes) => (await this.#shelf.add(new File([bytes], name)))?.id,
        named: async (name) => this.datasets.find((dataset) => dataset.name === name)?.id,
        notice: async ({ title, text, level }) =>
          this.report({ code: 'notice', severity: level, message: `${title}: ${text}` }),
      }),
      this.#storage.subscribe((change) => void this.#onStorage(change)),
    )
    const listed = this.#list()
    // Who has pressed waits for the slowest of them, and not for one after the other.
    await Promise.all([listed, this.versions.refresh(), this.#runs.findInterrupted(listed)])
  }

  async #list(): Promise<void> {
    await this.#shelf.refresh()
    this.#isListed = true
    if (this.#owns.storage) void this.#shelf.recover()
    this.#describer.schedule()
  }

  /** What was not saved when the page goes is found by the next one. */
  #leave(): void {
    if (!this.#autosave.unsaved) return
    this.#storage.unsaved.keep(this.id, {
      holder: this.#holder,
      workflow: this.document,
      basedOn: this.#revision,
      base: this.#stored,
    })
    void this.#autosave.flush()
  }

  get run(): RunView | undefined {
    return this.#runs.view
  }
  get record(): readonly RunEvent[] {
    return this.#runs.record
  }
  get interrupted(): RunView | undefined {
    return this.#runs.interrupted
  }
  get progress(): Readonly<Record<string, RunProgress>> {
    return this.#runs.progress
  }
  get document(): Workflow {
    return this.#history.document
  }
  get canUndo(): boolean {
    return this.#history.canUndo
  }
  get canRedo(): boolean {
    return this.#history.canRedo
  }
  get catalogue(): readonly NodeType[] {
    return this.#engine.status.catalogue
  }
  get engine(): EngineState {
    return this.#engine.status.state
  }
  get datasets(): readonly Dataset[] {
    return this.#shelf.datasets
  }

  apply(edit: Edit, { merge }: { merge?: string } = {}): readonly Problem[] {
    if (!this.#mayDo({ type: 'edit', edit, cause: 'apply' })) return []
    const problems = this.#change(() => this.#history.apply(edit, merge))
    const invalid = problems.find(({ code }) => code === 'edit.invalid')
    if (invalid) this.report(invalid)
    return problems
  }

  undo(): void {
    const { nextUndo: edit } = this.#history
    if (edit && this.#mayDo({ type: 'edit', edit, cause: 'undo' })) this.#change(() => this.#history.undo())
  }

  redo(): void {
    const { nextRedo: edit } = this.#history
    if (edit && this.#mayDo({ type: 'edit', edit, cause: 'redo' })) this.#change(() => this.#history.redo())
  }

  open(source: unknown): readonly Problem[] {
    const { workflow, problems } = readWorkflow(source)
    if (workflow && this.#mayDo({ type: 'open', workflow })) {
      const before = this.document
      this.#change(() => this.#history.replace(workflow))
      void this.versions.opened(source, before)
    }
    return problems
  }

  async addDataset(file: File): Promise<Dataset | undefined> {
    return this.#mayDo({ type: 'file', file }) ? this.#shelf.add(file) : undefined
  }

  async removeDataset(id: string): Promise<void> {
    if (this.#mayDo({ type: 'remove-dataset', dataset: id })) await this.#shelf.remove(id)
  }

  async datasetFile(id: string): Promise<Blob | undefined> {
    return (await this.#shelf.bytes(id))?.bytes
  }

  previewLoad(id: string, request: LoadPreviewRequest = {}): Promise<Result<LoadPreview>> {
    return this.#engine.ask(requests.previewLoad({ dataset: id, ...request }))
  }

  helpWithExpression(
    node: string,
    text: string,
    offset: number,
    over?: 'value' | 'row',
  ): Promise<Result<ExpressionHelp>> {
    return this.#help.expression(node, text, offset, over)
  }

  async nodeDocs(type: string, language?: string): Promise<NodePage | undefined> {
    const answer = await this.#engine.ask(requests.readNodeDocs({ type, language }))
    return answer.ok ? answer.value : undefined
  }

  async start(options: StartOptions = {}): Promise<void> {
    if (this.#runs.isBusy || this.#closed || !this.#mayDo({ type: 'run', options })) return
    // What runs is stored, whatever becomes of the page.
    void this.#autosave.flush()
    void this.versions.keepState(this.document, { origin: 'run' })
    await this.#runs.start(options)
  }

  async resume({ migrate = false }: { migrate?: boolean } = {}): Promise<void> {
    const run = this.interrupted
    if (!run || this.#runs.isBusy || this.#closed || !this.#mayDo({ type: 'resume', run })) return
    await this.#runs.goOn(migrate ? { migrate } : {})
  }

  async fork(record: readonly RunEvent[], settings?: Readonly<Record<string, Config>>): Promise<void> {
    if (this.#runs.isBusy || this.#closed || !this.#mayDo({ type: 'run', options: {} })) return
    await this.#runs.fork(record, settings)
  }

  async decide(decision: Decision): Promise<void> {
    if (this.#mayDo({ type: 'decide', decision })) await this.#runs.decide(decision)
  }

  cancel(): void {
    const { run } = this
    if (run && !isEnded(run.state) && this.#mayDo({ type: 'cancel', run })) this.#runs.cancel()
  }

  async page(table: TableRef, offset: number, limit: number): Promise<Uint8Array> {
    return unwrap(await this.#engine.ask(requests.page({ table, offset, limit })))
  }

  async derive(table: TableRef, query: TableQuery): Promise<DerivedTable> {
    return unwrap(await this.#engine.ask(requests.derive({ table, query })))
  }

  async profile(table: TableRef, options: ProfileOptions = {}): Promise<TableProfile> {
    const { signal, onColumn, onFinding, onProgress, ...more } = options
    const onTold: AskOptions<'profile'>['onProgress'] = (told) => {
      if ('column' in told) onColumn?.(told.column)
      else if ('finding' in told) onFinding?.(told.finding)
      else onProgress?.(told.progress)
    }
    return unwrap(await this.#engine.ask(requests.profile({ table, ...more }), { signal, onProgress: onTold }), signal)
  }

  async check(table: TableRef, options: CheckOptions = {}): Promise<CheckReport> {
    return unwrap(await this.#engine.ask(requests.check({ table }), options), options.signal)
  }

  async proposeSchema(table: TableRef): Promise<TableSchema> {
    return unwrap(await this.#engine.ask(requests.proposeSchema({ table })))
  }

  async proposePlan(table: TableRef, goal: PlanGoal): Promise<PreparationPlan> {
    return unwrap(await this.#engine.ask(requests.proposePlan({ table, ...goal })))
  }

  async previewPlan(
    table: TableRef,
    plan: PreparationPlan,
    given?: Readonly<Record<string, TableRef>>,
  ): Promise<PlanPreview> {
    return unwrap(await this.#engine.ask(requests.previewPlan({ table, plan, given })))
  }

  async traceCell(table: TableRef, plan: PreparationPlan, cell: { row: number; column: string }): Promise<CellStep[]> {
    return unwrap(await this.#engine.ask(requests.traceCell({ table, plan, ...cell })))
  }

  async changedCells(table: TableRef, plan: PreparationPlan): Promise<ChangedCell[]> {
    return unwrap(await this.#engine.ask(requests.changedCells({ table, plan })))
  }

  async compareProfiles(before: TableProfile, after: TableProfile): Promise<ProfileDrift> {
    return unwrap(await this.#engine.ask(requests.compareProfiles({ before, after })))
  }

  async write(table: TableRef, format: TableFormat): Promise<Blob> {
    return unwrap(await this.#engine.ask(requests.write({ table, format })))
  }

  arrange(graph: LayoutGraph): Promise<Result<Layout>> {
    return this.#engine.ask(requests.layOut(graph))
  }

  warmUp(): void {
    void this.#engine.warmUp().then((started) => started.ok || this.report(started.problem))
  }

  /** Whether nobody who listens prevents it. */
  #mayDo(request: SessionRequest): boolean {
    return this.dispatchEvent(new SessionRequestEvent(request))
  }

  /** Shows a problem that has happened outside a run. */
  report(problem: Problem): void {
    this.problem = problem
    this.#tell('problem')
  }

  dismissProblem(): void {
    if (!this.problem) return
    this.problem = undefined
    this.#tell('problem')
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#runs.close()
    await this.#autosave.flush()
    for (const end of this.#ends) end()
    this.#describer.destroy()
    if (this.#owns.engine) this.#engine.close()
    else if (this.run?.run) void this.#engine.ask(requests.dropRun({ run: this.run.run }))
    if (this.#owns.storage) this.#storage.close()
  }

  #tell(aspect: SessionAspect): void {
    this.dispatchEvent(new SessionChangeEvent(aspect))
  }

  #change<T>(change: () => T): T {
    const before = this.document
    const result = change()
    if (this.document !== before) {
      this.#documentChanged()
      this.#autosave.schedule(this.document)
    }
    return result
  }

  #documentChanged(): void {
    const before = this.stale
    this.stale = this.#staleNodes(this.document, this.run?.workflow)
    this.#tell('document')
    if (this.stale !== before) this.#tell('run')
    this.#describer.schedule()
  }

  async #save(workflow: Workflow): Promise<Problem | undefined> {
    const saved = await this.#storage.putDocument(this.id, workflow, this.#revision, this.#stored)
    if (saved.problem) return saved.problem
    this.#revision = saved.document.revision
    this.#stored = saved.document.workflow
    this.#storage.unsaved.drop(this.id, this.#holder)
    if (saved.merged) this.#takeIn(workflow, saved.merged)
    if (saved.kept) this.report(keptBoth(saved.kept.workflow.name))
    return undefined
  }

  /** What another tab had saved meanwhile is stored with this one's now; `sent` is what this one has asked to store. */
  #takeIn(sent: Workflow, { conflicts, problems }: MergedSave): void {
    const later = mergeWorkflows(sent, this.document, this.#stored)
    this.#history.absorb(later.document)
    this.#documentChanged()
    if (later.document !== this.#stored) this.#autosave.schedule(later.document)
    this.versions.addConflicts([...conflicts, ...later.conflicts])
    for (const problem of problems) this.report(problem)
    this.report(bothHere(conflicts.length))
  }

  /** A stored workflow that another one names: by its id, or the one of this name that was saved last. */
  async #workflow(name: string): Promise<Workflow | undefined> {
    const byId = await this.#storage.getDocument(name)
    const found = byId ?? (await this.#storage.listDocuments()).find(({ workflow }) => workflow.name === name)
    return found?.workflow
  }

  async #onStorage({ kind, id }: StorageChange): Promise<void> {
    if (kind === 'datasets') return this.#shelf.refresh()
    if (kind === 'versions' && id === this.id) return this.versions.refresh()
    // It may be one that this document runs within it.
    if (kind === 'document' && id !== this.id) this.#describer.schedule()
    if (kind !== 'document' || id !== this.id) return
    const stored = await this.#storage.getDocument(this.id)
    // With an edit unsaved here, the save that is due merges the two.
    if (!stored || stored.revision <= this.#revision || this.#autosave.unsaved) return
    this.#revision = stored.revision
    this.#stored = stored.workflow
    this.#history.replace(stored.workflow)
    this.#documentChanged()
  }
}
