import { float64, int64, tableFromArrays, tableToIPC, utf8 } from '@uwdata/flechette'
import type {
  EngineState,
  SessionAspect,
  SessionAssistant,
  SessionData,
  SessionDocument,
  SessionEngine,
  SessionProblems,
  SessionRuns,
  SessionTables,
  WorkflowSession,
} from '@aw-flow/client'
import {
  applyEdit,
  createEmptyWorkflow,
  error,
  failed,
  foldRun,
  ok,
  readWorkflow,
  type Column,
  type Dataset,
  type Edit,
  type Layout,
  type LayoutGraph,
  type NodeDescription,
  type NodeType,
  type Problem,
  type RunEvent,
  type RunEventBody,
  type RunProgress,
  type RunView,
  type TableRef,
  type Workflow,
  type WorkflowDescription,
  type WorkflowNode,
  type Result,
} from '@aw-flow/schema'
import type { LoadPreview, LoadPreviewRequest } from '@aw-flow/schema/internal'
import { testCatalog } from './test-catalog.ts'
import { TestVersions } from './test-versions.ts'
import { createColumns } from '../../test/columns.ts'

class TestSessionChangeEvent extends Event {
  readonly aspect: SessionAspect
  constructor(aspect: SessionAspect) {
    super('aw-session-change')
    this.aspect = aspect
  }
}

export interface TestSessionOptions {
  document?: Workflow
  catalog?: NodeType[]
  columns?: Column[]
  /** Number of rows in each table of a run. */
  rows?: number
  /** Delay of `page` in ms. */
  pageDelay?: number
}

type Mutable<Source> = { -readonly [Key in keyof Source]: Source[Key] }

/**
 * An in-memory session for tests and stories only. It has a real undo history, a description with fixed columns, and
 * runs that a test plays event by event. It has neither a worker nor storage.
 */
export class TestSession extends EventTarget implements WorkflowSession {
  readonly id = 'test'
  readonly document: Mutable<SessionDocument> & { readonly versions: TestVersions }
  assistant: Mutable<SessionAssistant> | undefined
  readonly runs: Mutable<SessionRuns>
  readonly data: Mutable<SessionData>
  readonly tables: Mutable<SessionTables>
  readonly engine: Mutable<SessionEngine>
  readonly problems: Mutable<SessionProblems>
  /** The calls to the session's methods, in order, for assertions. */
  readonly calls: { method: string; args: unknown[] }[] = []
  readonly columns: Column[]
  readonly rowCount: number
  pageDelayMs: number
  /** The result of `previewLoad`; `respondToPreview` takes precedence. */
  loadPreview: LoadPreview | undefined
  respondToPreview: ((request: LoadPreviewRequest) => Result<LoadPreview> | Promise<Result<LoadPreview>>) | undefined
  #undoStack: { inverse: Edit; merge: string | undefined }[] = []
  #redoStack: Edit[] = []
  #seq = 0
  #time = Date.UTC(2026, 10, 20, 9)

  constructor(options: TestSessionOptions = {}) {
    super()
    this.columns = options.columns ?? createColumns('id BIGINT, name VARCHAR, value DOUBLE, category VARCHAR')
    this.rowCount = options.rows ?? 1_000
    this.pageDelayMs = options.pageDelay ?? 0
    const canUndo = (): boolean => this.#undoStack.length > 0
    const canRedo = (): boolean => this.#redoStack.length > 0
    const apply: SessionDocument['apply'] = (edit, applyOptions = {}) => this.#apply(edit, applyOptions)
    this.document = {
      current: options.document ?? createEmptyWorkflow(),
      description: undefined,
      saving: 'saved',
      get canUndo() {
        return canUndo()
      },
      get canRedo() {
        return canRedo()
      },
      versions: new TestVersions({
        document: () => this.document.current,
        apply: (edit) => void apply(edit),
        onChange: () => this.#notify('versions'),
        now: () => this.#time,
      }),
      apply,
      undo: () => this.#undoLast(),
      redo: () => this.#redoLast(),
      open: (source) => {
        this.calls.push({ method: 'open', args: [source] })
        const parsed = readWorkflow(source)
        if (parsed.workflow) this.#replace(parsed.workflow)
        return parsed.problems
      },
      layOut: async (graph) => this.#layOut(graph),
    }
    let runCount = 0
    this.runs = {
      current: undefined,
      interrupted: undefined,
      stale: new Set(),
      progress: {},
      start: async (start) => {
        this.calls.push({ method: 'start', args: [start] })
        this.play({
          type: 'run-started',
          version: 1,
          run: `run-${++runCount}`,
          workflow: this.document.current,
          inputs: {},
          seed: 1,
        })
      },
      resume: async (...args) => void this.calls.push({ method: 'resume', args }),
      decide: async (...args) => void this.calls.push({ method: 'decide', args }),
      cancel: () => {
        this.calls.push({ method: 'cancel', args: [] })
        this.play({ type: 'cancel-requested' }, { type: 'run-cancelled' })
      },
    }
    this.data = {
      list: [],
      add: (file) => this.#addDataset(file),
      remove: async (id) => {
        this.data.list = this.data.list.filter((dataset) => dataset.id !== id)
        this.#notify('datasets')
      },
      readFile: async () => undefined,
      previewLoad: async (id, request) => this.#previewLoad(id, request),
    }
    this.tables = {
      page: async ({ offset, limit }) => {
        this.calls.push({ method: 'page', args: [offset, limit] })
        if (this.pageDelayMs) await new Promise((resolve) => setTimeout(resolve, this.pageDelayMs))
        return ok(createTestPage(this.columns, this.rowCount, offset, limit))
      },
      write: async () => ok(new Blob(['id,name\n1,a\n'], { type: 'text/csv' })),
    }
    this.engine = {
      state: 'ready',
      catalog: options.catalog ?? testCatalog,
      warmUp: () => void this.calls.push({ method: 'warmUp', args: [] }),
    }
    this.problems = { latest: undefined, dismiss: () => this.setProblem(undefined) }
    this.document.description = this.#describe()
  }

  /** Simulates a page that was closed during a run. */
  interrupt(view: RunView | undefined): void {
    this.runs.interrupted = view
    this.#notify('run')
  }

  async close(): Promise<void> {}

  /** Plays run events, like the engine does. */
  play(...bodies: RunEventBody[]): void {
    const isStart = bodies[0]?.type === 'run-started'
    if (isStart) this.#seq = 0
    const events = bodies.map((body): RunEvent => ({ ...body, seq: this.#seq++, time: (this.#time += 120) }))
    const run = isStart ? foldRun(events) : foldRun(events, this.runs.current)
    this.runs.current = run
    this.runs.record = isStart ? events : [...(this.runs.record ?? []), ...events]
    this.runs.stale = findStaleNodes(this.document.current, run.workflow)
    this.#notify('run')
  }

  /** Plays a complete run in which every node outputs a table of `rows` rows. */
  playCompleted(): void {
    void this.runs.start()
    for (const node of this.document.current.nodes) {
      const table = this.createTableRef(node.id)
      this.play(
        { type: 'node-started', node: node.id, attempt: 1, key: `key-${node.id}` },
        {
          type: 'node-completed',
          node: node.id,
          outputs: { table: { kind: 'table', table } },
          rows: table.rows,
          ms: 128,
          problems: [],
        },
      )
    }
    this.play({ type: 'run-completed' })
  }

  /** Returns a reference to a table of a run. */
  createTableRef(id = 'table'): TableRef {
    return { id, columns: this.columns, rows: this.rowCount }
  }

  setProgress(progress: Record<string, RunProgress>): void {
    this.runs.progress = progress
    this.#notify('progress')
  }

  setCatalog(catalog: readonly NodeType[]): void {
    this.engine.catalog = catalog
    this.#notify('catalogue')
  }

  setEngineState(state: EngineState): void {
    this.engine.state = state
    this.#notify('engine')
  }

  setProblem(problem: Problem | undefined): void {
    this.problems.latest = problem
    this.#notify('problem')
  }

  setDescription(description: WorkflowDescription): void {
    this.document.description = description
    this.#notify('description')
  }

  /** Adds an assistant whose requests fail, and returns it, so that a test can replace its functions. */
  assist(): Mutable<SessionAssistant> {
    const fail = async (): Promise<Result<never>> => failed(error('engine.closed', {}))
    return (this.assistant ??= {
      listScheduledTimes: fail,
      suggestNextNodes: fail,
      planFromDescription: fail,
      describeOther: async () => undefined,
      proposeEdit: fail,
      explainWorkflow: fail,
      explainProblem: fail,
      findFixes: fail,
      previewNode: fail,
      completeExpression: fail,
      checkStatements: () => undefined,
      runDatasets: {},
      setRunDatasets: () => undefined,
      inputSamples: [],
      setInputSamples: () => undefined,
    })
  }

  #apply(edit: Edit, options: { merge?: string }): readonly Problem[] {
    this.calls.push({ method: 'apply', args: [edit, options] })
    const { workflow, inverse, problems } = applyEdit(this.document.current, edit)
    if (workflow === this.document.current) return problems
    const lastStep = this.#undoStack.at(-1)
    if (options.merge !== undefined && lastStep?.merge === options.merge) {
      lastStep.inverse = { type: 'batch', edits: [inverse, lastStep.inverse] }
    } else {
      this.#undoStack.push({ inverse, merge: options.merge })
    }
    this.#redoStack = []
    this.#replace(workflow)
    return problems
  }

  #undoLast(): void {
    const step = this.#undoStack.pop()
    if (!step) return
    const { workflow, inverse } = applyEdit(this.document.current, step.inverse)
    this.#redoStack.push(inverse)
    this.#replace(workflow)
  }

  #redoLast(): void {
    const edit = this.#redoStack.pop()
    if (!edit) return
    const { workflow, inverse } = applyEdit(this.document.current, edit)
    this.#undoStack.push({ inverse, merge: undefined })
    this.#replace(workflow)
  }

  async #addDataset(file: File): Promise<Result<Dataset>> {
    this.calls.push({ method: 'addDataset', args: [file.name] })
    const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
    const id = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    const existingDataset = this.data.list.find((dataset) => dataset.id === id)
    if (existingDataset) return ok(existingDataset)
    const dataset: Dataset = { id, name: file.name, size: file.size, createdAt: new Date(this.#time).toISOString() }
    this.data.list = [...this.data.list, dataset]
    this.#notify('datasets')
    return ok(dataset)
  }

  #previewLoad(id: string, request?: LoadPreviewRequest): Result<LoadPreview> | Promise<Result<LoadPreview>> {
    this.calls.push({ method: 'previewLoad', args: [id, request] })
    if (this.respondToPreview) return this.respondToPreview(request ?? {})
    return this.loadPreview
      ? ok({ ...this.loadPreview, plan: request?.plan ?? this.loadPreview.plan })
      : failed(error('load.dataset-deleted', { node: '', file: '' }))
  }

  /** Stacks nodes vertically, in the document's order. */
  #layOut(graph: LayoutGraph): Result<Layout> {
    this.calls.push({ method: 'arrange', args: [graph] })
    let y = 0
    const positions: Layout['positions'] = {}
    for (const { id, height } of graph.nodes) {
      positions[id] = { x: 0, y }
      y += height + 32
    }
    return ok({ positions })
  }

  #replace(workflow: Workflow): void {
    this.document.current = workflow
    this.runs.stale = findStaleNodes(workflow, this.runs.current?.workflow)
    this.#notify('document')
    this.document.description = this.#describe()
    this.#notify('description')
  }

  #notify(aspect: SessionAspect): void {
    this.dispatchEvent(new TestSessionChangeEvent(aspect))
  }

  #describe(): WorkflowDescription {
    const types = new Map(this.engine.catalog.map((type) => [type.type, type]))
    const connectedPorts = new Set(
      this.document.current.edges.flatMap((edge) => [
        `${edge.target} ${edge.targetHandle ?? ''}`,
        ...(edge.targetHandle === undefined ? [`${edge.target} first`] : []),
      ]),
    )
    const nodes: Record<string, NodeDescription> = {}
    for (const node of this.document.current.nodes)
      nodes[node.id] = this.#describeNode(node, types.get(node.type), connectedPorts)
    const problems = Object.values(nodes).flatMap((node) => node.problems)
    return { nodes, problems, ready: !problems.some((problem) => problem.severity === 'error') }
  }

  #describeNode(node: WorkflowNode, type: NodeType | undefined, connected: ReadonlySet<string>): NodeDescription {
    const problems: Problem[] = []
    if (!type) {
      problems.push({
        code: 'node.unknown-type',
        severity: 'error',
        message: `There is no node type "${node.type}".`,
        where: { node: node.id },
        hint: 'Remove the node, or install the package that provides its type.',
      })
      return { inputs: {}, outputs: {}, summary: '', problems }
    }
    for (const [index, port] of type.inputs.entries()) {
      if (!port.required || connected.has(`${node.id} ${port.name}`)) continue
      if (index === 0 && connected.has(`${node.id} first`)) continue
      problems.push({
        code: 'node.input-missing',
        severity: 'error',
        message: `${type.title} needs a table at "${port.label ?? port.name}".`,
        where: { node: node.id, port: port.name },
        hint: 'Connect a node that outputs a table.',
      })
    }
    const describePorts = (ports: NodeType['inputs']): NodeDescription['inputs'] =>
      Object.fromEntries(
        ports.map((port) => [
          port.name,
          port.type === 'table' ? { type: port.type, columns: this.columns } : { type: port.type },
        ]),
      )
    return {
      inputs: describePorts(type.inputs),
      outputs: describePorts(type.outputs),
      summary: type.description,
      problems,
    }
  }
}

/** Returns the nodes that have changed since the run started, and their successors. */
function findStaleNodes(current: Workflow, startedWorkflow: Workflow | undefined): ReadonlySet<string> {
  const staleIds = new Set<string>()
  if (!startedWorkflow) return staleIds
  const getFingerprint = ({ nodes, edges }: Workflow, id: string): string => {
    const node = nodes.find((candidate) => candidate.id === id)
    const incomingEdges = edges.filter((edge) => edge.target === id).map((edge) => [edge.source, edge.sourceHandle])
    return JSON.stringify([node?.type, node?.data.config, incomingEdges])
  }
  const markStale = (id: string): void => {
    if (staleIds.has(id)) return
    staleIds.add(id)
    for (const edge of current.edges) if (edge.source === id) markStale(edge.target)
  }
  for (const { id } of current.nodes)
    if (getFingerprint(current, id) !== getFingerprint(startedWorkflow, id)) markStale(id)
  return staleIds
}

/** Generates a table page as an Arrow IPC stream. Every seventh string is null; the others contain the row number. */
export function createTestPage(
  columns: readonly Column[],
  rowCount: number,
  offset: number,
  limit: number,
): Uint8Array {
  const count = Math.max(0, Math.min(limit, rowCount - offset))
  const rowIndices = Array.from({ length: count }, (_, i) => offset + i)
  const entries = columns.map(({ name, type }): [string, unknown[]] => [
    name,
    type === 'BIGINT'
      ? rowIndices.map((row) => BigInt(row + 1))
      : type === 'DOUBLE'
        ? rowIndices.map((row) => (row * 7919) / 100)
        : rowIndices.map((row) => (row % 7 === 6 ? null : `${name} ${row + 1}`)),
  ])
  const types = Object.fromEntries(
    columns.map(({ name, type }) => [name, type === 'BIGINT' ? int64() : type === 'DOUBLE' ? float64() : utf8()]),
  )
  const bytes = tableToIPC(tableFromArrays(entries as [string, string[]][], { types }), { format: 'stream' })
  if (!bytes) throw new Error('No page was encoded.')
  return bytes
}

export { mainJob } from '../../test/main-job.ts'
