import type { Dataset, NodeRun, RunView, Workflow, WorkflowDescription, WorkflowNode } from '@aw-flow/schema'
import { isSameJson } from '@aw-flow/schema/internal'
import type { CanvasStrings } from './canvas-strings.ts'

type LoadSummaryStrings = Pick<CanvasStrings, 'rows' | 'rejected'>

/**
 * Formats a summary of a loaded file, such as "sales.csv · 1,204 rows · 3 rejected". Returns `undefined` if the node
 * did not load a file.
 */
export function formatLoadSummary(run: NodeRun | undefined, strings: LoadSummaryStrings): string | undefined {
  const load = run?.report?.kind === 'load' ? run.report.report : undefined
  if (!run || run.rows === undefined || typeof load !== 'object' || load === null) return undefined
  if (run.state !== 'completed' && run.state !== 'cached') return undefined
  if (!('file' in load) || typeof load.file !== 'string' || load.file === '') return undefined
  const rejectedCount = countRejectedRecords(run)
  return [load.file, strings.rows(run.rows), ...(rejectedCount > 0 ? [strings.rejected(rejectedCount)] : [])].join(
    ' · ',
  )
}

/** Returns the id of the dataset that a run read for a node without a dataset setting, or `undefined`. */
export function findRunDatasetId(run: Pick<RunView, 'inputs'> | undefined, nodeId: string): string | undefined {
  const file = Object.values(run?.inputs?.[nodeId] ?? {}).find((value) => value.kind === 'file')
  return file?.dataset
}

/**
 * Formats the load summary of a node that last ran before the page was loaded. Returns `undefined` if the node's
 * settings have changed since, or if its file must be selected again because it was deleted.
 *
 * @param datasets The stored datasets.
 */
export function formatEarlierLoadSummary(
  node: WorkflowNode,
  previousRun: RunView | undefined,
  datasets: readonly Dataset[],
  strings: LoadSummaryStrings,
): string | undefined {
  const previousNode = previousRun?.workflow?.nodes.find(({ id }) => id === node.id)
  if (!previousRun || !previousNode || !isSameJson(previousNode.data.config, node.data.config)) return undefined
  const datasetId = findRunDatasetId(previousRun, node.id)
  if (datasetId !== undefined && !datasets.some(({ id }) => id === datasetId)) return undefined
  return formatLoadSummary(previousRun.nodes[node.id], strings)
}

/**
 * Adds the load summary of the previous run to the description of each node that has not run since the page was loaded.
 */
export function addEarlierLoadSummaries(
  description: WorkflowDescription | undefined,
  { nodes }: Workflow,
  previousRun: RunView | undefined,
  datasets: readonly Dataset[],
  strings: LoadSummaryStrings,
): WorkflowDescription | undefined {
  if (!description || !previousRun) return description
  const describedNodes = { ...description.nodes }
  for (const node of nodes) {
    const summary = formatEarlierLoadSummary(node, previousRun, datasets, strings)
    const nodeDescription = describedNodes[node.id]
    if (summary !== undefined && nodeDescription) describedNodes[node.id] = { ...nodeDescription, summary }
  }
  return { ...description, nodes: describedNodes }
}

/** Returns the number of records that a Load node rejected, or 0 for all other nodes. */
export function countRejectedRecords({ report }: NodeRun): number {
  const load = report?.kind === 'load' ? report.report : undefined
  const rejects = typeof load === 'object' && load !== null && 'rejects' in load ? load.rejects : undefined
  return typeof rejects === 'number' ? rejects : 0
}
