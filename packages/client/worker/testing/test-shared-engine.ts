import {
  getProblem,
  type Problem,
  createEmptyWorkflow,
  foldRun,
  type RunEvent,
  type RunProgress,
  type TableRef,
  type Workflow,
} from '@aw-flow/schema'
import { findResultTables } from '@aw-flow/schema/internal'
import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import parquetWasmUrl from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url'
import type { Engine, EngineOptions, RunOptions } from '../../engine/engine.ts'
import type { RunRequest } from '../../engine/run-request.ts'
import { createEngine } from '../../engine/create-engine.ts'
import workerUrl from '../worker.ts?worker&url'
import { createNode } from '../../../../test/create-node.ts'

export const text =
  'id,name,value,category\n1,Alpha,10.5,A\n2,Beta,20.25,B\n3,Gamma,15.75,A\n4,Delta,30,C\n5,Epsilon,25.5,B\n'
export const dataset = 'd'.repeat(64)

export const node = (id: string, type: string, config = {}): Workflow['nodes'][number] => createNode(id, type, config)
/** Creates a chain of nodes that each pass their table to the next one. */
export const chain = (...nodes: Workflow['nodes']): Workflow => ({
  ...createEmptyWorkflow('Chain'),
  nodes,
  edges: nodes.slice(1).map(({ id }, index) => ({
    id: `e${index}`,
    source: nodes[index]?.id ?? '',
    target: id,
    sourceHandle: 'table',
    targetHandle: 'table',
  })),
})
export const mainJob = chain(
  node('load', 'loading'),
  node('prepare', 'preparing'),
  node('check', 'validation'),
  node('show', 'table'),
)

/** Starts an engine in a separate worker. */
export const newEngine = (options: Partial<EngineOptions> = {}): Engine =>
  createEngine({ workerUrl, wasmUrl, parquetWasmUrl, ...options })

/** Runs a workflow in an engine, and returns its events and its problem. */
export async function runIn(
  engine: Engine,
  request: Pick<RunRequest, 'run' | 'workflow'> & Partial<RunRequest>,
  { onEvent, ...options }: Partial<RunOptions> & { onEvent?: () => void } = {},
): Promise<{ events: RunEvent[]; problem: Problem | undefined }> {
  const events: RunEvent[] = []
  const onEvents = (batch: readonly RunEvent[]): void => {
    events.push(...batch)
    onEvent?.()
  }
  const result = await engine.run(
    { workflowId: 'w', files: {}, seed: 1, ...request },
    { signal: new AbortController().signal, onProgress: () => undefined, onEvents, ...options },
  )
  return { events, problem: getProblem(result) }
}

/** The engine that all suites share, because its database takes seconds to open, and its file. */
export class SharedEngine {
  engine = this.#open()
  /** The content of `dataset`. */
  bytes = new Blob([text])
  /** The number of runs so far, with the ids `run-0`, `run-1` and so on. */
  runs = 0

  /** Replaces the engine, as if its worker had crashed. */
  restart(): void {
    this.engine.close()
    this.engine = this.#open()
  }

  /** Loads another file, and returns its table. */
  async load(name: string, content: string): Promise<TableRef> {
    const id = String(this.runs).padStart(64, 'f')
    const end = this.engine.addHost({
      readDataset: async (requested) => (requested === id ? { name, bytes: new Blob([content]) } : undefined),
    })
    const { view } = await this.run(chain(node('load', 'loading')), { file: { dataset: id, name } })
    end()
    const [first] = findResultTables(view)
    if (!first) throw new Error(`Nothing was loaded: ${JSON.stringify(view.nodes.load?.error)}`)
    return first.table
  }

  /** Runs a workflow whose Load nodes read the file. */
  async run(
    workflow: Workflow,
    { signal = new AbortController().signal, onEvent = () => {}, file = { dataset, name: 'sample.csv' } } = {},
  ) {
    const progress: RunProgress[] = []
    const files = Object.fromEntries(
      workflow.nodes.filter(({ type }) => type === 'loading').map(({ id }) => [id, file]),
    )
    const result = await runIn(
      this.engine,
      { run: `run-${this.runs++}`, workflow, files },
      { signal, onProgress: (update) => progress.push(update), onEvent },
    )
    return { ...result, progress, view: foldRun(result.events) }
  }

  #open(): Engine {
    const engine = newEngine()
    engine.addHost({
      readDataset: async (id) => (id === dataset ? { name: 'sample.csv', bytes: this.bytes } : undefined),
    })
    return engine
  }
}
