import {
  emptyRunView,
  error,
  foldRun,
  info,
  isEnded,
  readWorkflow,
  type Dataset,
  type Edit,
  type Layout,
  type LayoutGraph,
  type LoadPreview,
  type LoadPreviewRequest,
  type NodeType,
  type Problem,
  type RunProgress,
  type RunView,
  type TableFormat,
  type TableRef,
  type Workflow,
  type WorkflowDescription,
} from '@aw-flow/schema'
import { createAutosave, type Autosave } from './autosave.ts'
import { datasetReferences } from './dataset-references.ts'
import { createDatasetShelf, type DatasetShelf } from './dataset-shelf.ts'
import { createDescriber, type Describer } from './describer.ts'
import { engineChange, type Engine } from './engine.ts'
import { createHistory, type History } from './history.ts'
import { aliveWhile, findInterrupted, wasHere, type InterruptedRun } from './interrupted-runs.ts'
import { newId } from './new-id.ts'
import type { PageOutside } from './page-outside.ts'
import { ProblemError } from './problem-error.ts'
import { closingEvents, followRun } from './run-follower.ts'
import { recordRun, withEvent } from './run-recorder.ts'
import {
  SessionChangeEvent,
  type EngineState,
  type SessionAspect,
  type StartOptions,
  type WorkflowSession,
} from './session.ts'
import { createStaleNodes } from './stale-nodes.ts'
import type { StorageChange, StoredRun, WorkflowStorage } from './storage/storage.ts'
import type { Decision, Answer, ExpressionHelp, RunRequest } from './worker/engine-api.ts'

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
  run: RunView | undefined
  stale: ReadonlySet<string> = new Set()
  progress: Readonly<Record<string, RunProgress>> = {}
  problem: Problem | undefined
  interrupted: RunView | undefined

  readonly #engine: Engine
  readonly #storage: WorkflowStorage
  readonly #owns: { engine: boolean; storage: boolean }
  readonly #history: History
  readonly #autosave: Autosave
  readonly #shelf: DatasetShelf
  readonly #describer: Describer
  readonly #staleNodes = createStaleNodes()
  readonly #ends: (() => void)[] = []
  /** Tells this page from others that have the same document open. */
  readonly #holder = newId('page')
  #revision: number
  #running: AbortController | undefined
  #interrupted: InterruptedRun | undefined
  #closed = false
  /** Whether the list of datasets has been read. */
  #isListed = false

  constructor({ id, document, revision, engine, ownsEngine, storage, ownsStorage }: Parts) {
    super()
    this.id = id
    this.#revision = revision
    this.#engine = engine
    this.#storage = storage
    this.#owns = { engine: ownsEngine, storage: ownsStorage }
    this.#history = createHistory(document)
    this.#autosave = createAutosave({
      save: (workflow) => this.#save(workflow),
      onState: (state, problem) => {
        this.saving = state
        this.#tell('saving')
        if (problem) this.report(problem)
      },
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
    this.#describer = createDescriber({
      describe: () => this.#describe(),
      onDescription: (description) => {
        this.description = description
        this.#tell('description')
      },
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
      if (this.#engine.state === 'ready') this.#describer.schedule()
      if (this.#engine.problem && !this.#running) this.report(this.#engine.problem)
    }
    const saveWhenHidden = (): void => {
      if (document.visibilityState === 'hidden') void this.#autosave.flush()
    }
    const keepAndSave = (): void => {
      if (!this.#autosave.unsaved) return
      const unsaved = { holder: this.#holder, workflow: this.document, basedOn: this.#revision }
      this.#storage.unsaved.keep(this.id, unsaved)
      void this.#autosave.flush()
    }
    this.#engine.addEventListener(engineChange, onEngine)
    window.addEventListener('pagehide', keepAndSave)
    document.addEventListener('visibilitychange', saveWhenHidden)
    this.#ends.push(
      () => this.#engine.removeEventListener(engineChange, onEngine),
      () => window.removeEventListener('pagehide', keepAndSave),
      () => document.removeEventListener('visibilitychange', saveWhenHidden),
      this.#engine.provide((dataset) => this.#shelf.bytes(dataset)),
      this.#engine.provideServices({
        keep: async (name, bytes) => (await this.#shelf.add(new File([bytes], name)))?.id,
        named: async (name) => this.datasets.find((dataset) => dataset.name === name)?.id,
        notice: async ({ title, text, level }) =>
          this.report({ code: 'notice', severity: level, message: `${title}: ${text}` }),
      }),
      this.#engine.provideWorkflows((name) => this.#workflow(name)),
      this.#storage.subscribe((change) => void this.#onStorage(change)),
    )
    await this.#shelf.refresh()
    this.#isListed = true
    this.#describer.schedule()
    await this.#findInterrupted()
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
    return this.#engine.catalogue
  }
  get engine(): EngineState {
    return this.#engine.state
  }
  get datasets(): readonly Dataset[] {
    return this.#shelf.datasets
  }

  apply(edit: Edit, { merge }: { merge?: string } = {}): readonly Problem[] {
    const problems = this.#change(() => this.#history.apply(edit, merge))
    const invalid = problems.find(({ code }) => code === 'edit.invalid')
    if (invalid) this.report(invalid)
    return problems
  }

  undo(): void {
    this.#change(() => this.#history.undo())
  }

  redo(): void {
    this.#change(() => this.#history.redo())
  }

  open(source: unknown): readonly Problem[] {
    const { workflow, problems } = readWorkflow(source)
    if (workflow) this.#change(() => this.#history.replace(workflow))
    return problems
  }

  addDataset(file: File): Promise<Dataset | undefined> {
    return this.#shelf.add(file)
  }

  removeDataset(id: string): Promise<void> {
    return this.#shelf.remove(id)
  }

  async datasetFile(id: string): Promise<Blob | undefined> {
    return (await this.#shelf.bytes(id))?.bytes
  }

  previewLoad(id: string, request: LoadPreviewRequest = {}): Promise<Answer<LoadPreview>> {
    return this.#engine.previewLoad(id, request)
  }

  async helpWithExpression(node: string, text: string, offset: number): Promise<Answer<ExpressionHelp>> {
    const workflow = this.document
    const references = datasetReferences(workflow)
    const [previews, datasets] = await Promise.all([this.#shelf.previews(references), this.#datasetsHere(references)])
    const outputs = Object.fromEntries(Object.values(this.run?.nodes ?? {}).map((one) => [one.node, one.outputs]))
    const known = datasets ? { datasets: [...datasets] } : {}
    return this.#engine.expression({ workflow, previews, ...known, node, text, offset, outputs })
  }

  async start({ inputs = {}, part, pins }: StartOptions = {}): Promise<void> {
    const run = newId('run')
    const seed = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
    const request: RunRequest = {
      run,
      workflowId: this.id,
      workflow: this.document,
      files: this.#files(inputs),
      seed,
      ...(part ? { part, last: lastOutcomes(this.run), lastRun: lastRun(this.run) } : {}),
      ...(pins ? { pins: { ...pins } } : {}),
    }
    await this.#begin(emptyRunView(run), (signal) => this.#perform(request, signal), part !== undefined)
  }

  async resume({ migrate = false }: { migrate?: boolean } = {}): Promise<void> {
    await this.#goOn(migrate ? { migrate } : {})
  }

  async decide(decision: Decision): Promise<void> {
    await this.#goOn({ decision })
  }

  async #goOn(more: Pick<RunRequest, 'decision' | 'migrate'> = {}): Promise<void> {
    const found = this.#interrupted
    if (!found) return
    const {
      run,
      seed = 0,
      workflow = this.document,
    } = { ...found.record[0], ...found.entry } as {
      run: string
      seed?: number
      workflow?: Workflow
    }
    const request = {
      run,
      workflowId: this.id,
      workflow,
      files: {},
      seed,
      record: found.record,
      ...more,
    }
    await this.#begin(found.view, (signal) => this.#perform(request, signal, found.entry))
  }

  /** `needsPrevious`: it begins from what the previous run gave. */
  async #begin(view: RunView, perform: (signal: AbortSignal) => Promise<void>, needsPrevious = false): Promise<void> {
    if (this.#running || this.#closed) return
    const running = new AbortController()
    this.#running = running
    const previous = this.run
    this.progress = {}
    this.#interrupted = undefined
    this.interrupted = undefined
    this.#show(view)
    try {
      await aliveWhile(view.run, async () => {
        const forget = async (): Promise<void> => {
          if (previous?.run && previous.run !== view.run) await this.#engine.forget(previous.run)
        }
        if (!needsPrevious) await forget()
        await perform(running.signal)
        if (needsPrevious) await forget()
      })
    } finally {
      this.#running = undefined
    }
  }

  cancel(): void {
    if (this.#running) this.#running.abort()
    else void this.#giveUp()
  }

  /** Ends the record of a run that is shown and that nobody works at: it waits, or could not be gone on with. */
  async #giveUp(): Promise<void> {
    const found = this.#interrupted
    if (!found || this.run?.run !== found.entry.run) return
    this.#interrupted = undefined
    this.interrupted = undefined
    const events = closingEvents(found.view, Date.now(), 'cancelled')
    this.#show(foldRun(events, found.view))
    const problem = await this.#storage.appendEvents(events.reduce(withEvent, found.entry), events)
    if (problem) this.report(problem)
  }

  async page(table: TableRef, offset: number, limit: number): Promise<Uint8Array> {
    const answer = await this.#engine.page(table, offset, limit)
    if (answer.ok) return answer.value
    throw new ProblemError(answer.problem)
  }

  async write(table: TableRef, format: TableFormat): Promise<Blob> {
    const answer = await this.#engine.write(table, format)
    if (answer.ok) return answer.value
    throw new ProblemError(answer.problem)
  }

  arrange(graph: LayoutGraph): Promise<Answer<Layout>> {
    return this.#engine.arrange(graph)
  }

  warmUp(): void {
    void this.#engine.warmUp().then((problem) => problem && this.report(problem))
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
    this.#running?.abort()
    await this.#autosave.flush()
    for (const end of this.#ends) end()
    this.#describer.destroy()
    if (this.#owns.engine) this.#engine.close()
    else if (this.run?.run) void this.#engine.forget(this.run.run)
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

  #show(run: RunView | undefined): void {
    if (run?.workflow !== this.run?.workflow) this.stale = this.#staleNodes(this.document, run?.workflow)
    this.run = run
    this.#tell('run')
  }

  async #save(workflow: Workflow): Promise<Problem | undefined> {
    const saved = await this.#storage.putDocument(this.id, workflow, this.#revision)
    if (saved.problem) return saved.problem
    this.#revision = saved.document.revision
    this.#storage.unsaved.drop(this.id, this.#holder)
    if (saved.kept) {
      const name = saved.kept.workflow.name
      this.report(
        info(
          'document.kept-both',
          `This workflow was changed in another tab at the same time: that version is now "${name}".`,
          {
            hint: 'Find it in the list of workflows.',
          },
        ),
      )
    }
    return undefined
  }

  /** A stored workflow that another one names: by its id, or the one of this name that was saved last. */
  async #workflow(name: string): Promise<Workflow | undefined> {
    const byId = await this.#storage.getDocument(name)
    const found = byId ?? (await this.#storage.listDocuments()).find(({ workflow }) => workflow.name === name)
    return found?.workflow
  }

  async #onStorage({ kind, id }: StorageChange): Promise<void> {
    if (kind === 'datasets') return this.#shelf.refresh()
    // It may be one that this document runs within it.
    if (kind === 'document' && id !== this.id) this.#describer.schedule()
    if (kind !== 'document' || id !== this.id) return
    const stored = await this.#storage.getDocument(this.id)
    // With an edit unsaved here, the save that is due keeps both versions and says so.
    if (!stored || stored.revision <= this.#revision || this.#autosave.unsaved) return
    this.#revision = stored.revision
    this.#history.replace(stored.workflow)
    this.#documentChanged()
  }

  async #describe(): Promise<WorkflowDescription | undefined> {
    if (this.#engine.state !== 'ready') return undefined
    const workflow = this.document
    const references = datasetReferences(workflow)
    const previews = await this.#shelf.previews(references)
    const answer = await this.#engine.describe(workflow, previews, await this.#datasetsHere(references))
    if (answer.ok) return answer.value
    if (this.#engine.state === 'ready') this.report(answer.problem)
    return undefined
  }

  /** The datasets of the profile, and those of these that only another source of the engine has. */
  async #datasetsHere(references: readonly string[]): Promise<readonly string[] | undefined> {
    if (!this.#isListed) return undefined
    const own = this.datasets.map(({ id }) => id)
    const others = references.filter((id) => !own.includes(id))
    const found = await Promise.all(others.map((id) => this.#engine.has(id)))
    return [...own, ...others.filter((_, index) => found[index])]
  }

  #files(inputs: Record<string, string>): RunRequest['files'] {
    const name = (id: string): string => this.datasets.find((dataset) => dataset.id === id)?.name ?? id.slice(0, 8)
    return Object.fromEntries(Object.entries(inputs).map(([node, dataset]) => [node, { dataset, name: name(dataset) }]))
  }

  /** A run that a reload of this tab has interrupted goes on; one that was left otherwise is offered. */
  async #findInterrupted(): Promise<void> {
    const found = await findInterrupted(this.#storage, this.id)
    if (!found || this.#running || this.#closed) return
    this.#interrupted = found
    this.interrupted = found.view
    // What a person is asked is shown at once.
    if (found.view.state === 'waiting') this.#show(found.view)
    else this.#tell('run')
    if (wasHere(found.entry.run)) void this.resume()
  }

  async #perform(request: RunRequest, signal: AbortSignal, before?: StoredRun): Promise<void> {
    const { run, workflow, record = [] } = request
    const recorder = recordRun({
      storage: this.#storage,
      run,
      workflowId: this.id,
      workflowName: before?.workflowName ?? workflow.name,
      onProblem: (problem) => this.report(problem),
      ...(before ? { before } : {}),
    })
    const whole = [...record]
    const follower = followRun({
      onChange: ({ progress }) => {
        this.#show(follower.view)
        if (!progress) return
        this.progress = follower.progress
        this.#tell('progress')
      },
    })
    follower.events(record)
    const problem = await this.#engine.run(request, {
      signal,
      onProgress: (progress) => follower.progressed(progress),
      onEvents: (events) => {
        whole.push(...events)
        follower.events(events)
        return recorder.events(events)
      },
    })
    follower.flush()
    if (follower.view.events === 0) {
      // Refused before it began: there is nothing to record.
      this.#show(undefined)
    }
    if (problem && (follower.view.events === 0 || !signal.aborted)) this.report(problem)
    const { view } = follower
    await recorder.settled()
    const isAsItWas = before !== undefined && problem !== undefined && view.events === record.length
    if (isAsItWas || (view.state === 'waiting' && !signal.aborted)) {
      // It could not be gone on with, or waits for somebody: its record stays, and can be gone on with.
      const entry = before ?? {
        run,
        workflowId: this.id,
        workflowName: workflow.name,
        state: 'running',
        startedAt: view.startedAt ?? 0,
      }
      this.#interrupted = { entry, record: whole, view }
      this.interrupted = view
      this.#tell('run')
    } else if (view.events > 0 && !isEnded(view.state)) {
      const left = error('engine.left', 'The engine did not tell how the run ended.', { hint: 'Run it again.' })
      const closing = closingEvents(view, Date.now(), signal.aborted ? 'cancelled' : (problem ?? left))
      void recorder.events(closing)
      follower.events(closing)
      follower.flush()
    }
    await recorder.settled()
  }
}

/** What the last run was. */
const lastRun = ({ workflow, workflows, inputs, types }: Partial<RunView> = {}): NonNullable<
  RunRequest['lastRun']
> => ({
  ...(workflow ? { workflow } : {}),
  ...(workflows ? { workflows } : {}),
  ...(inputs ? { inputs } : {}),
  ...(types ? { types } : {}),
})

/** What a part of a workflow may begin from. */
function lastOutcomes(view: RunView | undefined): NonNullable<RunRequest['last']> {
  const outcomes: NonNullable<RunRequest['last']> = {}
  for (const { node, state, key, outputs } of Object.values(view?.nodes ?? {})) {
    if (state === 'completed' || state === 'cached') {
      outcomes[node] = { state, outputs, ...(key === undefined ? {} : { key }) }
    }
  }
  return outcomes
}
