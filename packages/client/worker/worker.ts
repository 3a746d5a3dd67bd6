import { compareProfiles, previewFile, previewPlan } from '@aw-flow/agents'
import { browserFile, openDuckDb, openFormats } from '@aw-flow/data/browser'
import {
  collectWorkflows,
  createResults,
  createTableLedger,
  describeWorkflow,
  NodeError,
  systemClock,
  type Files,
  type HostChecks,
  type Outside,
} from '@aw-flow/engine'
import { builtInCatalogue, deriveTable, ownNodes } from '@aw-flow/nodes'
import { openSandbox } from '@aw-flow/sandbox/browser'
import sandboxWorkerUrl from '@aw-flow/sandbox/browser/worker?worker&url'
import {
  error,
  layoutGraphSchema,
  preparationPlanSchema,
  readWorkflow,
  tableFormats,
  tableRefSchema,
  tableProfileSchema,
  type Problem,
  type Workflow,
  type WorkflowDescription,
} from '@aw-flow/schema'
import { expose, proxy, releaseProxy, transfer, type Remote } from 'comlink'
import {
  checkRequestSchema,
  checkVerdictSchema,
  deriveRequestSchema,
  describeRequestSchema,
  expressionRequestSchema,
  loadPreviewOfRequestSchema,
  openRequestSchema,
  outsideRequestSchema,
  pageRequestSchema,
  profileRequestSchema,
  proposePlanRequestSchema,
  runRequestSchema,
  givenTablesSchema,
  traceCellRequestSchema,
  type DescribeRequest,
  type EngineApi,
  type PageApi,
} from './engine-api.ts'
import { answer } from './answer.ts'
import { carryOut } from './carry-out.ts'
import { createChecker } from './create-checker.ts'
import { createDerivedTables } from './derived-tables.ts'
import { helpWithExpression } from './help-with-expression.ts'
import { hashBytes } from './hash-bytes.ts'
import { lazyTables } from './lazy-tables.ts'
import { createPreparer } from './create-preparer.ts'
import { createProfiler } from './create-profiler.ts'
import { readNodePage } from './read-node-page.ts'
import { createDatasetFolder } from './outside/dataset-folder.ts'
import { createPageEgress } from './outside/page-egress.ts'
import { createTabSecrets } from './outside/tab-secrets.ts'
import { createTakenTables } from './taken-tables.ts'
import { unreadableFile } from './unreadable-file.ts'
import { withoutUndefined } from './without-undefined.ts'
import { trustedScriptUrl } from '../trusted-types.ts'

/** The built-in node types, and those of the host when it has told them. */
let catalogue = builtInCatalogue()
const runs = new Map<string, AbortController>()
let wasmUrl: string | undefined
/** Each look at a load plan has a table of its own for a moment. */
let looks = 0
let page: Remote<PageApi> | undefined

/** Told by `open`, and read when the first file of such a format comes. */
const formatWasmUrls = { parquet: '', sqlite: '' }
const formats = openFormats(formatWasmUrls)

let watched = 0
/** Has the page end this worker where it is still at something when its time is over. */
function watch(ms: number, why: Problem): () => void {
  const id = ++watched
  void page?.watch(id, ms, why)
  return () => void page?.unwatch(id)
}

const { tables, open: openTables } = lazyTables(() => {
  if (wasmUrl === undefined) throw new Error('The worker was asked for tables before it was opened.')
  return openDuckDb({ wasmUrl, formats, formatWasmUrls, watch })
}, formats)

/** Who needs which table: runs that the page has not forgotten, and results that are kept. */
const ledger = createTableLedger((id) => tables.drop(id))
const results = createResults({
  hasTable: (id) => tables.has(id),
  onHold: (key, held) => ledger.hold(`result ${key}`, held),
  onRelease: (key) => ledger.release(`result ${key}`),
})

/** What people look at beside what runs have made. */
const derived = createDerivedTables((table, query, id) => deriveTable(tables, table, query, { id }), {
  ledger,
  has: (id) => tables.has(id),
})

const taken = createTakenTables(tables, ledger)
const profiler = createProfiler(tables)
const checker = createChecker(tables)
const preparer = createPreparer(tables)

/** Code nodes run in workers of their own, which are started with the first of them and can be ended. */
const sandbox = openSandbox(
  () => new Worker(trustedScriptUrl(sandboxWorkerUrl), { type: 'module', name: 'aw-sandbox' }),
)

const files: Required<Files> = {
  async open(dataset) {
    const found = await page?.bytes(dataset)
    if (!found) return undefined
    const file = browserFile(new File([found.bytes], found.name), dataset)
    return {
      ...file,
      read: async (start, end) => {
        try {
          return await file.read(start, end)
        } catch (cause) {
          const problem = unreadableFile(cause, found.name)
          throw problem ? new NodeError('permanent', problem) : cause
        }
      },
    }
  },
  async add(name, pieces, signal) {
    const parts: BlobPart[] = []
    for await (const piece of pieces) {
      signal.throwIfAborted()
      parts.push(piece as Uint8Array<ArrayBuffer>)
    }
    const dataset = await page?.keep(name, new Blob(parts))
    const file = dataset === undefined ? undefined : await files.open(dataset)
    if (file) return file
    const hint = 'Remove datasets that are no longer needed, and run again.'
    throw new NodeError('permanent', error('file.not-kept', `"${name}" could not be kept in this page.`, { hint }))
  },
}

/** What no page can open. */
const notInPages = ['databases', 'mail'] as const

/** What the person lets runs of this page reach. */
let allowHosts: readonly string[] = ['*']
const secrets = createTabSecrets()
const outside: Outside = {
  egress: createPageEgress({ allow: () => allowHosts, secrets }),
  folder: createDatasetFolder({ files, find: async (name) => page?.named(name) }),
  notices: { show: async (notice) => page?.notice(notice) },
}

/** Checks that the page brings, by their names. It reads the table's rows as it needs them. */
const pageChecks = (names: readonly string[]): HostChecks => ({
  names: () => names,
  async run(check, { columns, rows, read }) {
    const verdict = checkVerdictSchema.parse(await page?.judge(check, { columns: [...columns], rows }, proxy(read)))
    return withoutUndefined(verdict)
  },
})

/** The stored workflows that a workflow names. What the page answers is read anew: it may be of another version. */
const workflowsOf = (workflow: Workflow): Promise<Record<string, Workflow>> =>
  collectWorkflows(workflow, catalogue, async (name) => {
    const found = await page?.workflow(name)
    return found && readWorkflow(found).workflow
  })

/** What every run works with. */
const runPorts = { tables, files, outside, clock: systemClock, sandbox, results, ledger }

async function describeNow({ workflow, previews, datasets }: DescribeRequest): Promise<WorkflowDescription> {
  const here = datasets && new Set(datasets)
  const byDataset = new Map(previews.map((preview) => [preview.dataset, preview]))
  const context = {
    preview: (dataset: string) => byDataset.get(dataset),
    has: (dataset: string) => here?.has(dataset),
    lacks: notInPages,
  }
  return describeWorkflow(workflow, { catalogue, context, workflows: await workflowsOf(workflow) })
}

const api: EngineApi = {
  open: (request, pageApi) =>
    answer(async () => {
      const opened = openRequestSchema.parse(request)
      const { nodes = [] } = opened
      if (nodes.length > 0) catalogue = builtInCatalogue(await ownNodes(nodes, (url) => import(/* @vite-ignore */ url)))
      const { checks = [] } = opened
      if (checks.length > 0) outside.checks = pageChecks(checks)
      wasmUrl = opened.wasmUrl
      Object.assign(formatWasmUrls, opened.formatWasmUrls)
      page = pageApi as unknown as Remote<PageApi>
      return catalogue.list()
    }),

  setOutside: (request) =>
    answer(() => {
      const told = outsideRequestSchema.parse(request)
      allowHosts = told.allowHosts
      secrets.set(told.secrets)
      return null
    }),

  warmUp: () =>
    answer(async () => {
      await openTables()
      return null
    }),

  arrange: (graph) =>
    answer(async () => {
      const asked = layoutGraphSchema.parse(graph)
      const { arrangeGraph } = await import('./arrange-graph.ts')
      return arrangeGraph(asked)
    }),

  describe: (request) => answer(() => describeNow(describeRequestSchema.parse(request))),

  hash: (bytes, onProgress) =>
    answer(
      async () => {
        const remote = onProgress as unknown as Remote<typeof onProgress>
        try {
          return await hashBytes(bytes, { onProgress: remote })
        } finally {
          remote[releaseProxy]()
        }
      },
      bytes instanceof File ? bytes.name : 'This file',
    ),

  preview: (dataset, name, bytes) =>
    answer(() => previewFile(browserFile(new File([bytes], name), dataset), { formats }), name),

  expression: (request) =>
    answer(async () => {
      const asked = expressionRequestSchema.parse(request)
      const { node: _, text: __, offset: ___, over: ____, outputs: _____, ...described } = asked
      const clock = { now: systemClock.now(), seed: 1 }
      return helpWithExpression(asked, { catalogue, description: await describeNow(described), tables, clock })
    }),

  nodeDocs: (type, language) => answer(() => readNodePage(type, language)),

  previewLoad: (request) =>
    answer(async () => {
      const { dataset, ...rest } = loadPreviewOfRequestSchema.parse(request)
      const file = await files.open(dataset)
      if (!file)
        throw new NodeError(
          'permanent',
          error('load.dataset-gone', 'The file is not here any more.', { hint: 'Add the same file again.' }),
        )
      return previewPlan(file, { ...rest, tables, id: `look_${++looks}` })
    }),

  run: (request, observer) =>
    answer(async () => {
      const asked = runRequestSchema.parse(request)
      const remote = observer as unknown as Remote<typeof observer>
      const controller = new AbortController()
      runs.set(asked.run, controller)
      try {
        await carryOut(asked, remote, { ...runPorts, catalogue, signal: controller.signal }, workflowsOf)
      } finally {
        runs.delete(asked.run)
        remote[releaseProxy]()
      }
      return null
    }),

  cancel: (run) =>
    answer(() => {
      runs.get(run)?.abort()
      return null
    }),

  forget: (run) =>
    answer(async () => {
      ledger.releaseAll(`${run}/`)
      await ledger.settled()
      return null
    }),

  results: () =>
    answer(() =>
      results.list().map(({ key, type, label, run, rows, ms, bytes }) => {
        return { key, type, label, run, ms, bytes, ...(rows === undefined ? {} : { rows }) }
      }),
    ),

  forgetResults: (keys) =>
    answer(async () => {
      if (keys) keys.forEach(results.remove)
      else results.clear()
      await ledger.settled()
      return null
    }),

  async page(request) {
    const answered = await answer(async () => {
      const { table, offset, limit } = pageRequestSchema.parse(request)
      const bytes = await tables.page(table, { offset, limit })
      return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice()
    })
    return answered.ok ? transfer(answered, [answered.value.buffer]) : answered
  },

  take: (table, csv) =>
    answer(async () => {
      const asked = tableRefSchema.parse(table)
      if (taken.has(asked) || csv === undefined) return taken.has(asked)
      await taken.take(asked, browserFile(new File([csv], `${asked.id}.csv`), asked.id))
      return true
    }),

  profile: (request, onEvent) =>
    answer(async () => {
      const remote = onEvent as unknown as Remote<typeof onEvent>
      let told: Promise<void> | undefined
      try {
        return await profiler.profile(profileRequestSchema.parse(request), (event) => (told = remote(event)))
      } finally {
        await told
        remote[releaseProxy]()
      }
    }),

  stopProfile: (id) =>
    answer(() => {
      profiler.stop(id)
      return null
    }),

  check: (request, onProgress) =>
    answer(async () => {
      const remote = onProgress as unknown as Remote<typeof onProgress>
      let told: Promise<void> | undefined
      try {
        return await checker.check(checkRequestSchema.parse(request), (done) => (told = remote(done)))
      } finally {
        await told
        remote[releaseProxy]()
      }
    }),

  stopCheck: (id) =>
    answer(() => {
      checker.stop(id)
      return null
    }),

  compareProfiles: (before, after) =>
    answer(() => compareProfiles(tableProfileSchema.parse(before), tableProfileSchema.parse(after))),

  proposePlan: (request) => answer(() => preparer.propose(proposePlanRequestSchema.parse(request))),

  proposeSchema: (table) => answer(() => preparer.schema(tableRefSchema.parse(table))),

  previewPlan: (table, plan, given) =>
    answer(() =>
      preparer.preview(
        tableRefSchema.parse(table),
        preparationPlanSchema.parse(plan),
        givenTablesSchema.optional().parse(given),
      ),
    ),

  changedCells: (table, plan) =>
    answer(() => preparer.changes(tableRefSchema.parse(table), preparationPlanSchema.parse(plan))),

  traceCell: (request) => answer(() => preparer.trace(traceCellRequestSchema.parse(request))),

  derive: (table, query) =>
    answer(() => {
      const asked = deriveRequestSchema.parse({ table, query })
      return derived.get(asked.table, asked.query)
    }),

  write: (table, format) =>
    answer(async () => {
      const parts: BlobPart[] = []
      for await (const part of tables.write(table, format)) parts.push(part as Uint8Array<ArrayBuffer>)
      return new Blob(parts, { type: tableFormats[format].mediaType })
    }),
}

expose(api)
