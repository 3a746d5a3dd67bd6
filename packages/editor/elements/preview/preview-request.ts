import type { WorkflowSession } from '@aw-flow/client'
import { isFinalRunState, defined, type NodePreview, type Problem, type Value, type Workflow } from '@aw-flow/schema'
import { InnerSession, findWorkflow } from '../../inner-session.ts'
import { findUpstreamIds } from './find-upstream-ids.ts'
import { readRows } from '../../views/read-rows.ts'
import { toProblem } from '../../views/table-source.ts'

/** Debounce delay: short enough to feel immediate, long enough to combine the changes of one keystroke. */
const debounceMs = 25
/** Maximum number of rows that a preview shows. */
export const maxPreviewRows = 20
/** Maximum number of columns that a preview shows. */
export const maxPreviewColumns = 40

/** Rows of formatted cells; `undefined` represents null. */
export type PreviewRows = readonly (readonly (string | undefined)[])[]

/** Match counts for the input rows of a join. */
export interface JoinMatches {
  /** Number of matched rows (`matched`) and total number of rows (`total`) in the left table. */
  readonly left: { readonly matched: number; readonly total: number }
  /**
   * Number of unmatched rows in the right table. Absent if the preview uses a sample, because matching left rows may be
   * missing from it.
   */
  readonly unmatchedRight?: number
}

export type PreviewResult =
  | {
      readonly state: 'completed'
      readonly outputs: Readonly<Record<string, Value>>
      /** The first rows of each table output, keyed by port name. */
      readonly rows: Readonly<Record<string, PreviewRows>>
      readonly sample?: Extract<NodePreview, { state: 'completed' }>['sample']
      /** Notes about running the node, such as the estimated cost. */
      readonly notes?: readonly Problem[] | undefined
      /** Match counts; set only for joins. */
      readonly matches?: JoinMatches
    }
  | Exclude<NodePreview, { state: 'completed' }>

export function createPreviewRequest(onChange: () => void) {
  let result: PreviewResult | undefined
  let shownSession: WorkflowSession | undefined
  let shownNodeId: string | undefined
  let requestedKey: string | undefined
  let resultKey: string | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let abortController: AbortController | undefined

  const cancel = (): void => {
    clearTimeout(timer)
    abortController?.abort()
    abortController = undefined
  }
  const load = async (session: WorkflowSession, nodeId: string, key: string): Promise<void> => {
    const controller = new AbortController()
    abortController = controller
    const loadedResult = await loadPreview(session, nodeId, controller.signal)
    if (controller.signal.aborted || key !== requestedKey) return
    result = loadedResult
    resultKey = key
    onChange()
  }

  return {
    /** The last result, which may be outdated. */
    get result(): PreviewResult | undefined {
      return result
    },
    /** Whether `result` reflects the current settings, inputs and last run. */
    get isCurrent(): boolean {
      return resultKey !== undefined && resultKey === requestedKey
    },
    /** Requests a new preview if anything that it depends on has changed, and cancels the outdated request. */
    update(session: WorkflowSession, nodeId: string): void {
      if (session !== shownSession || nodeId !== shownNodeId) {
        result = undefined
        resultKey = undefined
        requestedKey = undefined
      }
      shownSession = session
      shownNodeId = nodeId
      const key = createPreviewKey(session, nodeId)
      if (key === requestedKey) return
      const isFirstRequest = requestedKey === undefined
      requestedKey = key
      cancel()
      timer = setTimeout(() => void load(session, nodeId, key), isFirstRequest ? 0 : debounceMs)
    },
    /** Cancels the pending request and discards the result. */
    clear(): void {
      cancel()
      result = undefined
      resultKey = undefined
      requestedKey = undefined
      shownNodeId = undefined
    },
  }
}

async function loadPreview(session: WorkflowSession, nodeId: string, signal: AbortSignal): Promise<PreviewResult> {
  const toFailure = (problem: Problem): PreviewResult => ({ state: 'failed', problem })
  try {
    const response = await session.assistant?.previewNode(nodeId, { signal })
    if (!response) return { state: 'unavailable', reason: 'skipped', node: nodeId }
    if (!response.ok) return toFailure(response.problem)
    const preview = response.value
    if (preview.state !== 'completed') return preview
    const rows: Record<string, PreviewRows> = {}
    for (const [port, value] of Object.entries(preview.outputs)) {
      if (value.kind !== 'table') continue
      const page = await session.tables.page({ table: value.table, offset: 0, limit: maxPreviewRows }, { signal })
      if (!page.ok) return toFailure(page.problem)
      rows[port] = readRows(page.value, maxPreviewColumns)
    }
    const matches = await loadJoinMatches(session, nodeId, { signal, isSampled: preview.sample !== undefined })
    return { ...preview, rows, ...defined({ matches }) }
  } catch (cause) {
    return toFailure(toProblem(cause))
  }
}

/** Counts the matches of a join by previewing it with other join types. Returns `undefined` for other nodes. */
async function loadJoinMatches(
  { document, assistant }: WorkflowSession,
  nodeId: string,
  { signal, isSampled }: { signal: AbortSignal; isSampled: boolean },
): Promise<JoinMatches | undefined> {
  const joinNode = document.current.nodes.find(({ id }) => id === nodeId)
  if (joinNode?.type !== 'join' || joinNode.data.config.kind === 'cross') return undefined
  const countRows = async (kind: string): Promise<number | undefined> => {
    const response = await assistant?.previewNode(nodeId, { signal, settings: { kind } })
    if (!response?.ok || response.value.state !== 'completed') return undefined
    const [value] = Object.values(response.value.outputs)
    return value?.kind === 'table' ? value.table.rows : undefined
  }
  const [matched, unmatched] = [await countRows('semi'), await countRows('anti')]
  if (matched === undefined || unmatched === undefined) return undefined
  const left = { matched, total: matched + unmatched }
  if (isSampled) return { left }
  const [innerJoinRowCount, rightJoinRowCount] = [await countRows('inner'), await countRows('right')]
  if (innerJoinRowCount === undefined || rightJoinRowCount === undefined) return { left }
  return { left, unmatchedRight: rightJoinRowCount - innerJoinRowCount }
}

/**
 * Returns a key that changes whenever a node's preview may change. The key covers the datasets, the results of the last
 * run, and the settings and edges of the node and its upstream nodes, including upstream nodes outside its
 * sub-workflow.
 */
export function createPreviewKey(session: WorkflowSession, nodeId: string): string {
  const outermostSession = session instanceof InnerSession ? session.outerSession : session
  const path = session instanceof InnerSession ? session.path : []
  const run = outermostSession.runs.current
  const topNodeId = path[0] ?? nodeId
  const ids = findUpstreamIds(outermostSession.document.current, topNodeId)
  return JSON.stringify([
    ...path.map((id, level) => {
      const workflow = findWorkflow(outermostSession.document.current, path.slice(0, level))
      // Exclude the settings of the sub-workflow node: they contain the inner workflow, which is covered separately.
      return workflow && collectDependencies(workflow, id, { includesSettings: (dependencyId) => dependencyId !== id })
    }),
    collectDependencies(session.document.current, nodeId),
    run && [run.run, isFinalRunState(run.state), [...outermostSession.runs.stale].filter((id) => ids.has(id))],
    session.data.list.map(({ id }) => id),
    outermostSession.assistant?.runDatasets ?? {},
    outermostSession.assistant?.inputSamples ?? [],
  ])
}

/** Returns everything in a workflow that a node's output depends on. */
function collectDependencies(
  workflow: Workflow,
  nodeId: string,
  { includesSettings = () => true }: { includesSettings?: (nodeId: string) => boolean } = {},
): unknown {
  const { nodes, edges, settings, ports } = workflow
  const ids = findUpstreamIds(workflow, nodeId)
  return [
    nodes
      .filter(({ id }) => ids.has(id))
      .map(({ id, type, data: { config }, mode, join, onError }) => [
        id,
        type,
        includesSettings(id) ? config : null,
        mode,
        join,
        onError,
      ]),
    edges
      .filter(({ target }) => ids.has(target))
      .map(({ source, sourceHandle, target, targetHandle }) => [source, sourceHandle, target, targetHandle]),
    settings.variables,
    ports?.inputs,
  ]
}
