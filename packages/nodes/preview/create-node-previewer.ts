import {
  createResultCache,
  digestJson,
  runWorkflow,
  systemClock,
  type Catalog,
  type Models,
  type RunWorkflowOptions,
  type TableLedger,
  type Tables,
} from '@aw-flow/engine'
import { foldRun, defined, type NodePreview, type RunView, type Values, type Workflow } from '@aw-flow/schema'
import { findNodeWithEffects } from '../fixes/find-effects.ts'
import { sampleFiles } from '../fixes/sample-files.ts'
import { reduceSubWorkflows } from './reduce-sub-workflows.ts'
import { selectSources } from './select-sources.ts'
import { createTableSamples, type TableSample } from './table-samples.ts'

/** Maximum number of bytes to read from the start of a file if the workflow has not run. */
const maxFileBytes = 1_000_000
/** Maximum duration of a preview, in milliseconds. */
const maxRunMs = 10_000
/** Maximum size of the results that are cached for later previews, in bytes. */
const maxCacheBytes = 64 * 1024 * 1024

/** The node to preview, and the known outputs of the nodes upstream of it. @internal */
export interface NodePreviewRequest {
  readonly workflow: Workflow
  /** ID of the node. For a node in a sub-workflow, the IDs on the path to the node, separated by "/". */
  readonly node: string
  /** Up-to-date outputs of the last run, keyed by node ID. Outputs of the previewed node are ignored. */
  readonly outputs: Readonly<Record<string, Values>>
  /** External inputs, keyed by node ID and port, such as the files of the last run. */
  readonly inputs: Readonly<Record<string, Values>>
}

/** Resources for a preview. @internal */
export type NodePreviewDependencies = Pick<RunWorkflowOptions, 'files' | 'sandbox' | 'render'> & {
  /** Models that a user has granted, used to estimate costs. No request is sent to them. Default: none. */
  readonly models?: Pick<Models, 'read'> | undefined
  readonly catalog: Catalog
  /** Returns the workflows that a workflow refers to, keyed by name. */
  findWorkflows(workflow: Workflow): Promise<Readonly<Record<string, Workflow>>>
  readonly signal: AbortSignal
}

/** Computes node previews. @internal */
export interface NodePreviewer {
  /**
   * Computes the outputs of a node from samples of the last upstream results or, if there are none, from the start of
   * the workflow's files. Performs no external effects. The tables of a preview are kept until two more previews have
   * been computed.
   */
  preview(request: NodePreviewRequest, dependencies: NodePreviewDependencies): Promise<NodePreview>
}

/**
 * Creates a previewer. It caches samples and intermediate results, so that a preview after a change computes only the
 * nodes that the change affects.
 */
export function createNodePreviewer(
  tables: Tables,
  ledger: TableLedger,
  { maxMs = maxRunMs }: { maxMs?: number } = {},
): NodePreviewer {
  const samples = createTableSamples(tables, ledger)
  const results = createResultCache({
    maxBytes: maxCacheBytes,
    hasTable: (id) => tables.has(id),
    onHold: (key, held) => ledger.hold(`preview result ${key}`, held),
    onRelease: (key) => ledger.release(`preview result ${key}`),
  })
  let previewCount = 0
  /** Run IDs of the previews whose tables may still be displayed, oldest first. */
  const previewRunIds: string[] = []

  const releaseOldRuns = (): void => {
    while (previewRunIds.length > 2) ledger.releaseAll(`${previewRunIds.shift()!}/`)
  }

  return {
    async preview({ workflow, node, outputs, inputs }, dependencies) {
      const { files, signal, findWorkflows, models, ...runDependencies } = dependencies
      const catalog = withPreviewFunctions(dependencies.catalog)
      const focus = reduceSubWorkflows(workflow, node.split('/'), catalog)
      if (!focus) return { state: 'unavailable', reason: 'skipped', node }
      const { upstreamWorkflow, providedOutputs, completePorts } = selectSources(focus.workflow, focus.node, {
        outputs,
        catalog,
        firstPorts: focus.firstPorts,
        hasTable: (id) => tables.has(id),
      })
      const workflows = await findWorkflows(upstreamWorkflow)
      const computedNodes = upstreamWorkflow.nodes.filter(({ id }) => !providedOutputs.has(id))
      const effectPath = findNodeWithEffects(computedNodes, catalog)
      if (effectPath) return { state: 'unavailable', reason: 'effects', node: effectPath.join('/') }
      if (Object.values(workflows).some(({ nodes }) => findNodeWithEffects(nodes, catalog)))
        return { state: 'unavailable', reason: 'effects', node }
      const tableSamples: TableSample[] = []
      const sampledOutputs: NonNullable<RunWorkflowOptions['providedOutputs']> = Object.fromEntries(
        await Promise.all(
          [...providedOutputs].map(async ([id, values]) => {
            const sampledValues = await samples.sampleValues(values, (port) => completePorts.has(`${id} ${port}`), {
              signal,
              onSample: (sample) => tableSamples.push(sample),
            })
            return [id, { from: 'pin' as const, outputs: sampledValues }] as const
          }),
        ),
      )
      const truncatedDatasets = new Set<string>()
      let isFileTooLarge = false
      const previewRunId = `preview-${++previewCount}`
      const timeout = AbortSignal.timeout(maxMs)
      const view = foldRun(
        await runWorkflow({
          ...runDependencies,
          ...(models ? { services: { models: { read: () => models.read() } } } : {}),
          catalog,
          tables,
          ledger,
          results,
          workflow: upstreamWorkflow,
          workflows,
          run: previewRunId,
          providedOutputs: sampledOutputs,
          files: sampleFiles(files, {
            maxBytes: maxFileBytes,
            onTruncate: (dataset) => truncatedDatasets.add(dataset),
            onSkip: () => (isFileTooLarge = true),
          }),
          inputs: Object.fromEntries(
            upstreamWorkflow.nodes.flatMap(({ id }) => (inputs[id] ? [[id, inputs[id]]] : [])),
          ),
          seed: 1,
          clock: systemClock,
          // Table IDs are digests of settings. They must differ from the IDs of tables that are computed from complete
          // data.
          digest: (text) => digestJson(['preview', text]),
          signal: AbortSignal.any([signal, timeout]),
          whenIdle: 'return',
        }),
      )
      previewRunIds.push(previewRunId)
      releaseOldRuns()
      signal.throwIfAborted()
      if (isFileTooLarge) return { state: 'unavailable', reason: 'large-file', node }
      for (const { outputs: readerOutputs } of findDatasetReaders(view, upstreamWorkflow, inputs, truncatedDatasets)) {
        const [firstOutput] = Object.values(readerOutputs)
        if (firstOutput?.kind === 'table') tableSamples.push({ rows: firstOutput.table.rows })
      }
      if (timeout.aborted && view.state === 'cancelled') return { state: 'unavailable', reason: 'too-slow', node }
      return describeOutcome(view, node, tableSamples)
    },
  }
}

/** Returns a catalog in which nodes with a preview function run that function. */
const withPreviewFunctions = (catalog: Catalog): Catalog => ({
  ...catalog,
  get(type, version) {
    const definition = catalog.get(type, version)
    // A preview can contain an estimated cost, which also depends on prices, so it is not reused.
    return definition?.preview ? { ...definition, run: definition.preview, reuse: 'never' } : definition
  },
})

/** Returns the nodes of a run whose settings or inputs refer to one of the datasets. */
const findDatasetReaders = (
  { nodes }: RunView,
  upstreamWorkflow: Workflow,
  inputs: NodePreviewRequest['inputs'],
  datasets: ReadonlySet<string>,
): RunView['nodes'][string][] =>
  upstreamWorkflow.nodes.flatMap(({ id, data }) => {
    const values = Object.values(inputs[id] ?? {}).map((value) => (value.kind === 'file' ? value.dataset : undefined))
    const isReader = [...Object.values(data.config), ...values].some(
      (value) => typeof value === 'string' && datasets.has(value),
    )
    return isReader && nodes[id] ? [nodes[id]] : []
  })

function describeOutcome(view: RunView, node: string, tableSamples: readonly TableSample[]): NodePreview {
  const nodeRun = view.nodes[node] ?? view.inner?.[node]
  if (nodeRun?.state === 'completed' || nodeRun?.state === 'cached') {
    const [largestSample] = tableSamples.toSorted((a, b) => (b.of ?? b.rows) - (a.of ?? a.rows))
    const notes = (nodeRun.problems ?? []).filter(({ severity }) => severity === 'info')
    return {
      state: 'completed',
      outputs: nodeRun.outputs,
      ...(notes.length > 0 ? { notes } : {}),
      ...defined({ sample: largestSample }),
    }
  }
  // Nodes inside sub-workflows come first, because the error of the enclosing node only repeats their error.
  const nodeRuns = Object.entries({ ...view.inner, ...view.nodes })
  const failures = nodeRuns.flatMap(([path, { error }]) => (error ? [{ path, problem: error.problem }] : []))
  const failure = failures.find(({ path }) => path === node) ?? failures[0]
  if (failure) {
    const { path, problem } = failure
    return { state: 'failed', problem: { ...problem, where: { ...problem.where, node: path } } }
  }
  if (view.problem) return { state: 'failed', problem: view.problem }
  const [waitingPath] = nodeRuns.find(([, { state }]) => state === 'waiting') ?? []
  return waitingPath === undefined
    ? { state: 'unavailable', reason: 'skipped', node }
    : { state: 'unavailable', reason: 'waiting', node: waitingPath }
}
