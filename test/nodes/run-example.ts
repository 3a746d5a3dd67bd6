import { englishFormatter } from '@aw-flow/messages/catalogs'
import {
  assignFiles,
  runWorkflow,
  systemClock,
  type Catalog,
  type Files,
  type RunControl,
  type Sandbox,
  type SourceFile,
  type Tables,
} from '@aw-flow/engine'
import { foldRun, type Values, type Workflow } from '@aw-flow/schema'
import { exampleOutside, type Samples } from './example-outside.ts'

/** Result of a run without times: equal in a page and on a server, and stored next to the examples. */
export interface ExampleOutcome {
  state: string
  /** The problem that ended the run, if it did not complete. */
  problem?: string
  /** State and outputs by node. A table is represented by its columns, row count and content hash. */
  nodes: Record<string, { state: string; outputs?: Record<string, unknown>; problems?: string[]; error?: string }>
}

export interface ExampleOptions {
  workflow: Workflow
  catalog: Catalog
  tables: Tables
  sandbox: Sandbox
  /** Returns the file that a Load node reads, by the node's id: `orders` reads `data/orders.csv`. */
  openFile(node: string): Promise<SourceFile>
  workflows?: Readonly<Record<string, Workflow>>
  samples?: Samples
  parallel?: number
}

/**
 * Runs an example of a node type with a fake service, folder, mail server and database. Approvals are approved, and nodes
 * that wait for an event receive one.
 */
export async function runExample(options: ExampleOptions): Promise<ExampleOutcome> {
  const { workflow, catalog, tables, openFile } = options
  const filesByDataset = new Map<string, SourceFile>()
  const readers = workflow.nodes.filter(({ type, data }) => type === 'loading' && !data.config.dataset)
  const connectedNodes = new Set(workflow.edges.map(({ target }) => target))
  const byNode: Record<string, { kind: 'file'; dataset: string; name: string }> = {}
  for (const { id } of readers.filter((node) => !connectedNodes.has(node.id))) {
    const file = await openFile(id)
    filesByDataset.set(file.dataset, file)
    byNode[id] = { kind: 'file', dataset: file.dataset, name: file.name }
  }
  const files: Files = {
    open: (dataset) => Promise.resolve(filesByDataset.get(dataset)),
    async add(name, chunks) {
      const bytes = await readAll(chunks)
      const dataset = await sha256(bytes)
      const file = {
        dataset,
        name,
        size: bytes.length,
        read: async (start: number, end: number) => bytes.slice(start, end),
      }
      filesByDataset.set(dataset, file)
      return file
    },
  }
  const { inputs, problems } = assignFiles(workflow, catalog, { byNode })
  if (problems.length > 0) throw new Error(problems[0]!.message)
  let control: RunControl | undefined
  const events = await runWorkflow({
    workflow,
    run: 'example',
    inputs: inputs as Record<string, Values>,
    seed: 1,
    catalog,
    tables,
    files,
    services: exampleOutside(options.samples),
    sandbox: options.sandbox,
    clock: systemClock,
    render: englishFormatter.format,
    signal: new AbortController().signal,
    workflows: options.workflows ?? {},
    ...(options.parallel === undefined ? {} : { maxParallelNodes: options.parallel }),
    onControl: (runControl) => (control = runControl),
    onEvent(event) {
      if (event.type !== 'node-waiting') return
      const { node, waitFor } = event
      if (waitFor.kind === 'approval') {
        void control!.decide({ node, digest: waitFor.digest, decision: 'approve', by: 'Ann' })
      } else if (waitFor.kind === 'event') {
        void control!.signal(waitFor.name, { sent: 'by hand' })
      }
    },
  })
  const view = foldRun(events)
  const nodes: ExampleOutcome['nodes'] = {}
  for (const { node, state, outputs, problems, error } of Object.values(view.nodes)) {
    const outputEntries = await Promise.all(
      Object.entries(outputs).map(async ([port, value]): Promise<[string, unknown]> => {
        if (value.kind !== 'table') return [port, value.kind === 'json' ? removeTimes(value.json) : value]
        const { columns, rows } = value.table
        return [
          port,
          {
            columns: columns.map((column) => `${column.name} ${column.type}`),
            rows,
            hash: await tables.contentHash(value.table),
          },
        ]
      }),
    )
    nodes[node] = {
      state,
      ...(outputEntries.length > 0 ? { outputs: Object.fromEntries(outputEntries) } : {}),
      ...(problems.length > 0 ? { problems: problems.map(({ code }) => code) } : {}),
      ...(error ? { error: error.problem.code } : {}),
    }
  }
  return {
    state: view.state,
    ...(view.problem ? { problem: englishFormatter.renderProblem(view.problem).message } : {}),
    nodes,
  }
}

const sha256 = async (bytes: Uint8Array): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-256', bytes as BufferSource)
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk.slice())
  return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer())
}

/** Removes values that differ between runs: times and durations. */
function removeTimes(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(removeTimes)
  if (typeof json !== 'object' || json === null) {
    return typeof json === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(json) ? '(a time)' : json
  }
  const entries = Object.entries(json).filter(([key]) => !/^(ms|elapsed|duration|took|deadline)$|Ms$|At$/.test(key))
  return Object.fromEntries(entries.map(([key, value]) => [key, removeTimes(value)]))
}
