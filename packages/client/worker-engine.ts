import {
  cellStepSchema,
  changedCellSchema,
  datasetPreviewSchema,
  derivedTableSchema,
  error,
  layoutSchema,
  loadPreviewSchema,
  nodeTypeSchema,
  problemSchema,
  planPreviewSchema,
  preparationPlanSchema,
  checkReportSchema,
  profileDriftSchema,
  runEventSchema,
  tableProfileSchema,
  tableSchemaSchema,
  workflowDescriptionSchema,
  type DatasetPreview,
  type DerivedTable,
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
  type RunEvent,
  type RunProgress,
  type TableFormat,
  type TableProfile,
  type TableQuery,
  type TableRef,
  type TableSchema,
  type Workflow,
  type WorkflowDescription,
} from '@aw-flow/schema'
import { z } from 'zod'
import { hostRunnerProblem, runByHost } from './host-runner.ts'
import { judge } from './host-checks.ts'
import { createPageOutside, type PageOutside, type PageServices } from './page-outside.ts'
import { ProblemError } from './problem-error.ts'
import { askCheck } from './ask-check.ts'
import { askProfile } from './ask-profile.ts'
import type { EngineState, CheckOptions, PlanGoal, ProfileOptions } from './session.ts'
import { keepCatalogue, readKeptCatalogue } from './storage/kept-catalogue.ts'
import { connectWorker, offer, type WorkerConnection } from './worker/connect-worker.ts'
import {
  nodePageSchema,
  noticeSchema,
  progressSchema,
  resultSummarySchema,
  type Answer,
  type ExpressionHelp,
  type ExpressionRequest,
  type NodePage,
  type PageApi,
  type ResultSummary,
  type RunRequest,
  type GivenTables,
  type EngineApi,
} from './worker/engine-api.ts'
import { engineChange, type Engine, type EngineOptions, type RunOptions } from './engine.ts'

/** Starts an engine. Its worker is loaded at once, DuckDB with `warmUp` or the first run. */
export function createEngine(options: EngineOptions): Engine {
  return new WorkerEngine(options)
}

class WorkerEngine extends EventTarget implements Engine {
  state: EngineState = 'loading'
  catalogue: readonly NodeType[] = []
  problem: Problem | undefined

  readonly #options: EngineOptions
  /** What says which engine this is, by what it brings. */
  get #name(): string {
    const { workerUrl, nodes = [], checks = {} } = this.#options
    return JSON.stringify([
      ...[workerUrl, ...nodes].map((url) => new URL(url, location.href).href),
      ...Object.keys(checks),
    ])
  }
  readonly #sources = new Set<PageApi['bytes']>()
  readonly #workflows = new Set<PageApi['workflow']>()
  readonly #services = new Set<PageServices>()
  readonly outside: PageOutside = createPageOutside(async (request) => {
    if (this.#connection) await this.#call((api) => api.setOutside(request))
  })
  #connection: Promise<WorkerConnection> | undefined
  /** The worker of `#connection`, also while it has not answered yet. */
  #current: WorkerConnection | undefined
  #wantsTables = false
  #closed = false

  constructor(options: EngineOptions) {
    super()
    this.#options = options
    this.catalogue = readKeptCatalogue(this.#name)
    void this.#connect().catch(() => undefined)
  }

  provide(source: PageApi['bytes']): () => void {
    this.#sources.add(source)
    return () => this.#sources.delete(source)
  }

  provideWorkflows(source: PageApi['workflow']): () => void {
    this.#workflows.add(source)
    return () => this.#workflows.delete(source)
  }

  provideServices(services: PageServices): () => void {
    this.#services.add(services)
    return () => this.#services.delete(services)
  }

  async warmUp(): Promise<Problem | undefined> {
    this.#wantsTables = true
    const answer = await this.#call((api) => api.warmUp())
    return answer.ok ? undefined : answer.problem
  }

  async has(dataset: string): Promise<boolean> {
    return (await this.#bytes(dataset)) !== undefined
  }

  async describe(
    workflow: Workflow,
    previews: DatasetPreview[],
    datasets?: readonly string[],
  ): Promise<Answer<WorkflowDescription>> {
    const request = { workflow, previews, ...(datasets ? { datasets: [...datasets] } : {}) }
    const answer = await this.#call((api) => api.describe(request))
    return arrived(answer, workflowDescriptionSchema)
  }

  async arrange(graph: LayoutGraph): Promise<Answer<Layout>> {
    return arrived(await this.#call((api) => api.arrange(graph)), layoutSchema)
  }

  hash(bytes: Blob, onProgress: (done: number, total: number) => void = () => undefined): Promise<Answer<string>> {
    return this.#call((api) => api.hash(bytes, offer(onProgress)))
  }

  async preview(dataset: string, name: string, bytes: Blob): Promise<Answer<DatasetPreview>> {
    const answer = await this.#call((api) => api.preview(dataset, name, bytes))
    return arrived(answer, datasetPreviewSchema)
  }

  expression(request: ExpressionRequest): Promise<Answer<ExpressionHelp>> {
    return this.#call((api) => api.expression(request))
  }

  async nodeDocs(type: string, language?: string): Promise<Answer<NodePage | undefined>> {
    const answer = await this.#call((api) => api.nodeDocs(type, language))
    return arrived(answer, nodePageSchema.optional())
  }

  async previewLoad(dataset: string, request: LoadPreviewRequest): Promise<Answer<LoadPreview>> {
    const answer = await this.#call((api) => api.previewLoad({ dataset, ...request }))
    return arrived(answer, loadPreviewSchema)
  }

  async run(request: RunRequest, options: RunOptions): Promise<Problem | undefined> {
    if (this.#options.runner) return runByHost(this.#options.runner, request, options)
    const { onEvents, onProgress, signal } = options
    const answer = await this.#ask(async (connection) => {
      let patience: ReturnType<typeof setTimeout> | undefined
      const cancel = (): void => {
        patience = setTimeout(() => this.#restart(connection), this.#options.patience ?? 3_000)
        void connection.call((api) => api.cancel(request.run)).catch(() => undefined)
      }
      if (signal.aborted) cancel()
      signal.addEventListener('abort', cancel, { once: true })
      const observer = offer({
        events: async (events: RunEvent[]) => onEvents(z.array(runEventSchema).parse(events)),
        progress: (progress: RunProgress) => onProgress(progressSchema.parse(progress) as RunProgress),
      })
      try {
        return await connection.call((api) => api.run(request, observer))
      } finally {
        clearTimeout(patience)
        signal.removeEventListener('abort', cancel)
      }
    })
    return answer.ok ? undefined : answer.problem
  }

  async forget(run: string): Promise<void> {
    if (!this.#connection) return
    await this.#call((api) => api.forget(run))
  }

  async results(): Promise<Answer<ResultSummary[]>> {
    const answer = await this.#call((api) => api.results())
    return arrived(answer, z.array(resultSummarySchema) as z.ZodType<ResultSummary[]>)
  }

  async forgetResults(keys?: readonly string[]): Promise<void> {
    await this.#call((api) => api.forgetResults(keys))
  }

  async page(table: TableRef, offset: number, limit: number): Promise<Answer<Uint8Array>> {
    const { runner } = this.#options
    if (runner) {
      return runner.page(table, offset, limit).then(
        (value) => ({ ok: true, value }),
        (cause: unknown) => ({ ok: false, problem: hostRunnerProblem(cause) }),
      )
    }
    return this.#call((api) => api.page({ table, offset, limit }))
  }

  take(table: TableRef, csv?: Blob): Promise<Answer<boolean>> {
    return this.#call((api) => api.take(table, csv))
  }

  async derive(table: TableRef, query: TableQuery): Promise<Answer<DerivedTable>> {
    const answer = await this.#call((api) => api.derive(table, query))
    return arrived(answer, derivedTableSchema as z.ZodType<DerivedTable>)
  }

  async profile(table: TableRef, options: ProfileOptions = {}): Promise<Answer<TableProfile>> {
    const answer = await this.#ask((connection) => askProfile(connection, table, options))
    return arrived(answer, tableProfileSchema)
  }

  async check(table: TableRef, options: CheckOptions = {}): Promise<Answer<CheckReport>> {
    const answer = await this.#ask((connection) => askCheck(connection, table, options))
    return arrived(answer, checkReportSchema as z.ZodType<CheckReport>)
  }

  async proposePlan(table: TableRef, goal: PlanGoal): Promise<Answer<PreparationPlan>> {
    const answer = await this.#call((api) => api.proposePlan({ table, ...goal }))
    return arrived(answer, preparationPlanSchema as z.ZodType<PreparationPlan>)
  }

  async proposeSchema(table: TableRef): Promise<Answer<TableSchema>> {
    const answer = await this.#call((api) => api.proposeSchema(table))
    return arrived(answer, tableSchemaSchema as z.ZodType<TableSchema>)
  }

  async previewPlan(table: TableRef, plan: PreparationPlan, given?: GivenTables): Promise<Answer<PlanPreview>> {
    const answer = await this.#call((api) => api.previewPlan(table, plan, given))
    return arrived(answer, planPreviewSchema as z.ZodType<PlanPreview>)
  }

  async traceCell(
    table: TableRef,
    plan: PreparationPlan,
    cell: { row: number; column: string },
  ): Promise<Answer<CellStep[]>> {
    const answer = await this.#call((api) => api.traceCell({ table, plan, ...cell }))
    return arrived(answer, z.array(cellStepSchema) as z.ZodType<CellStep[]>)
  }

  async changedCells(table: TableRef, plan: PreparationPlan): Promise<Answer<ChangedCell[]>> {
    const answer = await this.#call((api) => api.changedCells(table, plan))
    return arrived(answer, z.array(changedCellSchema))
  }

  async compareProfiles(before: TableProfile, after: TableProfile): Promise<Answer<ProfileDrift>> {
    const answer = await this.#call((api) => api.compareProfiles(before, after))
    return arrived(answer, profileDriftSchema)
  }

  write(table: TableRef, format: TableFormat): Promise<Answer<Blob>> {
    return this.#call((api) => api.write(table, format))
  }

  close(): void {
    this.#closed = true
    this.#current?.terminate()
  }

  #call<T>(ask: (api: EngineApi) => Promise<Answer<T>>): Promise<Answer<T>> {
    return this.#ask((connection) => connection.call(ask))
  }

  async #ask<T>(ask: (connection: WorkerConnection) => Promise<Answer<T>>): Promise<Answer<T>> {
    try {
      return await ask(await this.#connect())
    } catch (cause) {
      if (cause instanceof ProblemError) return { ok: false, problem: cause.problem }
      const message = cause instanceof Error ? cause.message : String(cause)
      return {
        ok: false,
        problem: error('engine.failed', `The engine failed: ${message}`, { hint: 'Reload the page.' }),
      }
    }
  }

  /** The one living worker; a new one when there is none. Rejects with `ProblemError` when it cannot be had. */
  #connect(): Promise<WorkerConnection> {
    if (this.#closed) return Promise.reject(new ProblemError(error('engine.closed', 'The engine was closed.')))
    return (this.#connection ??= this.#start().catch((cause: unknown) => {
      this.#connection = undefined
      const problem =
        cause instanceof ProblemError
          ? cause.problem
          : error(
              'engine.failed',
              `The engine could not be started: ${cause instanceof Error ? cause.message : String(cause)}`,
              {
                hint: 'Reload the page.',
              },
            )
      this.#become('failed', problem)
      throw new ProblemError(problem)
    }))
  }

  async #start(): Promise<WorkerConnection> {
    this.#become('loading')
    const connection = connectWorker(this.#options.workerUrl, (problem) => {
      if (this.state === 'ready') this.#startAnew(problem)
    })
    this.#current = connection
    const first = (): PageServices | undefined => this.#services.values().next().value
    const watched = new Map<number, ReturnType<typeof setTimeout>>()
    const page: PageApi = {
      bytes: (dataset) => this.#bytes(dataset),
      workflow: (name) => this.#workflow(name),
      keep: async (name, bytes) => first()?.keep(name, bytes),
      named: async (name) => first()?.named(name),
      notice: async (notice) => first()?.notice(noticeSchema.parse(notice)),
      judge: async (check, table, read) => judge(this.#options.checks ?? {}, check, { ...table, read }),
      watch: (id, ms, why) => {
        const end = (): void => this.#restart(connection, problemSchema.parse(why) as Problem)
        watched.set(id, setTimeout(end, ms + (this.#options.patience ?? 3_000)))
      },
      unwatch: (id) => {
        clearTimeout(watched.get(id))
        watched.delete(id)
      },
    }
    const { parquetWasmUrl, sqliteWasmUrl } = this.#options
    const wasmUrl = new URL(this.#options.wasmUrl, location.href).href
    const besides = (url: string | undefined, fileName: string): string =>
      url === undefined ? new URL(fileName, wasmUrl).href : new URL(url, location.href).href
    const formatWasmUrls = {
      parquet: besides(parquetWasmUrl, 'parquet_wasm_bg.wasm'),
      sqlite: besides(sqliteWasmUrl, 'sql-wasm-browser.wasm'),
    }
    const nodes = (this.#options.nodes ?? []).map((url) => new URL(url, location.href).href)
    const checks = Object.keys(this.#options.checks ?? {})
    const opening = {
      wasmUrl,
      formatWasmUrls,
      ...(nodes.length > 0 ? { nodes } : {}),
      ...(checks.length > 0 ? { checks } : {}),
    }
    const answer = await connection.call((api) => api.open(opening, connection.offer(page)))
    if (!answer.ok) {
      connection.terminate(answer.problem)
      throw new ProblemError(answer.problem)
    }
    await connection.call((api) => api.setOutside(this.outside.request))
    const told = z.array(nodeTypeSchema).parse(answer.value)
    // The same object while it is the same: nothing is drawn again.
    if (JSON.stringify(told) !== JSON.stringify(this.catalogue)) {
      this.catalogue = told
      keepCatalogue(this.#name, told)
    }
    this.#become('ready')
    return connection
  }

  /** The worker has died while it served: the next one is started at once, as warm as the last. */
  #startAnew(problem: Problem): void {
    this.#connection = undefined
    this.#become('loading', problem)
    void this.#connect().then(
      () => (this.#wantsTables ? this.warmUp() : undefined),
      () => undefined,
    )
  }

  #restart(connection: WorkerConnection, problem: Problem = notStopped): void {
    if (this.#current !== connection) return
    connection.terminate(problem)
    this.#startAnew(problem)
  }

  async #workflow(name: string): Promise<Workflow | undefined> {
    for (const source of this.#workflows) {
      const found = await source(name)
      if (found) return found
    }
    return undefined
  }

  async #bytes(dataset: string): Promise<{ name: string; bytes: Blob } | undefined> {
    for (const source of this.#sources) {
      const found = await source(dataset)
      if (found) return found
    }
    return undefined
  }

  #become(state: EngineState, problem?: Problem): void {
    this.state = state
    this.problem = problem
    this.dispatchEvent(new Event(engineChange))
  }
}

const notStopped = error('engine.killed', 'The engine did not stop in time and was ended.', {
  hint: 'Run again; the engine has been started anew.',
})

/** A value as its schema reads it. What does not fit is a fault of ours. */
const arrived = <T>(answer: Answer<unknown>, schema: z.ZodType<T>): Answer<T> =>
  answer.ok ? { ok: true, value: schema.parse(answer.value) } : answer
