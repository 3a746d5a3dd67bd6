import {
  createMemoryStorage,
  createSession,
  engineChangeEvent,
  type Engine,
  type WorkflowSession,
} from '@aw-flow/client'
import type { TableSource } from '@aw-flow/editor'
import {
  unwrap,
  applyEdit,
  createEmptyWorkflow,
  isFinalRunState,
  type Dataset,
  type NodeReport,
  type Problem,
  type TableRef,
  type Workflow,
} from '@aw-flow/schema'
import { findResultTables, type SavedLoadPlan, type TableFormat } from '@aw-flow/schema/internal'
import { findDatasetSetting, createLoadPlanEdits } from './assign-to-workflow.ts'
import { getStrings } from '../language/strings.ts'
import { createStudioProblem } from '../language/studio-problem.ts'
import { isSamePlan, parsePlan } from './load-plans.ts'
import type { TaskOptions } from '../shell/notifications/long-tasks.ts'
import type { Workspace } from '../workspace.ts'

/** A dataset preview: its session and its state. Immutable; each change creates a new object. */
export interface Preview {
  dataset: string
  session: WorkflowSession
  state: { kind: 'loading' } | { kind: 'loaded'; source: TableSource } | { kind: 'failed'; problem: Problem }
  close: () => Promise<void>
}

/** A finished preview: its session and load report, and either the table or the problem. */
type FinishedPreview = { session: WorkflowSession; report: NodeReport | undefined } & (
  | { table: TableRef }
  | { problem: Problem }
)

/**
 * Loads a dataset in a preview session without displaying it, and passes the finished preview to `use`. Then closes the
 * session and returns the result of `use`. Reports the loaded fraction to `onProgress`.
 */
export async function withPreview<T>(
  workspace: Workspace,
  dataset: Dataset,
  { signal, onProgress }: Partial<TaskOptions>,
  use: (finished: FinishedPreview) => T | Promise<T>,
): Promise<T> {
  let resolvePreview: (preview: Preview) => void = () => undefined
  const finalPreview = new Promise<Preview>((resolve) => (resolvePreview = resolve))
  const preview = await openPreview(workspace, dataset, {
    onChange: (updatedPreview) => resolvePreview(updatedPreview),
  })
  const { session } = preview
  const reportProgress = (): void => {
    const { done: loaded, total } = session.runs.progress[previewNodeId] ?? {}
    if (loaded !== undefined && total) onProgress?.(loaded / total)
  }
  const stop = (): void => session.runs.cancel()
  session.addEventListener('aw-session-change', reportProgress)
  signal?.addEventListener('abort', stop)
  if (signal?.aborted) stop()
  try {
    const { state } = await finalPreview
    const report = session.runs.current?.nodes[previewNodeId]?.report
    if (state.kind === 'failed') return await use({ session, report, problem: state.problem })
    const table = session.runs.current && findResultTables(session.runs.current)[0]?.table
    const noTableProblem = createStudioProblem('preview.no-table', getStrings().data.noTableFound)
    return await use({ session, report, ...(table ? { table } : { problem: noTableProblem }) })
  } finally {
    session.removeEventListener('aw-session-change', reportProgress)
    signal?.removeEventListener('abort', stop)
    await preview.close()
  }
}

/** Loads a dataset and writes it to a file in the given format. */
export function writeDataset(
  workspace: Workspace,
  dataset: Dataset,
  format: TableFormat,
  options: Partial<TaskOptions> = {},
): Promise<{ file: Blob } | { problem: Problem }> {
  return withPreview(workspace, dataset, options, async (finishedPreview) => {
    if ('problem' in finishedPreview) return { problem: finishedPreview.problem }
    try {
      return { file: unwrap(await finishedPreview.session.tables.write({ table: finishedPreview.table, format })) }
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      return { problem: createStudioProblem('download.failed', getStrings().data.notCreated(reason)) }
    }
  })
}

/** Callbacks for a preview. `onPlanChange` is called after the user changes or resets the load plan. */
interface PreviewListeners {
  onChange: (preview: Preview) => void
  onPlanChange?: (plan: SavedLoadPlan | undefined) => void
}

/** ID of the only node in a preview workflow, which loads the file. */
export const previewNodeId = 'load'

/**
 * Loads a dataset with its saved load plan, in a session that has a single node and stores nothing. Resolves once the
 * session is created. Calls `onChange` when loading succeeds or fails, initially and after each change to the load
 * plan.
 */
export async function openPreview(
  { engine }: Workspace,
  dataset: Dataset,
  { onChange, onPlanChange }: PreviewListeners,
): Promise<Preview> {
  await waitForCatalog(engine)
  const { id, name } = dataset
  const loadNodeType = engine.status.catalog.find((type) => findDatasetSetting(type) !== undefined)
  const setting = findDatasetSetting(loadNodeType)
  const node = {
    id: previewNodeId,
    type: loadNodeType?.type ?? 'loading',
    position: { x: 0, y: 0 },
    data: { label: name, config: setting === undefined ? {} : { [setting]: id } },
  }
  const workflowWithoutPlan: Workflow = {
    ...createEmptyWorkflow(getStrings().data.previewTitle(name).slice(0, 200)),
    nodes: [node],
  }
  const initialWorkflow = createLoadPlanEdits(node, loadNodeType, id).reduce(
    (workflow, edit) => applyEdit(workflow, edit).workflow,
    workflowWithoutPlan,
  )
  const storage = { ...createMemoryStorage(), listDatasets: async () => [{ dataset }] }
  const session = await createSession({ engine, storage, initial: initialWorkflow })
  const readCurrentPlan = (): SavedLoadPlan | undefined =>
    parsePlan(session.document.current.nodes.find((item) => item.id === previewNodeId)?.data.config['plan'])
  const closeController = new AbortController()
  const closeSignal = closeController.signal
  const preview: Preview = {
    dataset: id,
    session,
    state: { kind: 'loading' },
    close() {
      closeController.abort()
      return session.close()
    },
  }
  let plan = readCurrentPlan()
  let pendingLoad: Promise<void> | undefined
  const loadTable = async (): Promise<void> => {
    let loadedPlan: SavedLoadPlan | undefined
    do {
      loadedPlan = plan
      await session.runs.start()
    } while (!closeSignal.aborted && !isSamePlan(loadedPlan, plan))
    const run = session.runs.current
    if (closeSignal.aborted || (run && !isFinalRunState(run.state))) return
    const table = run && findResultTables(run)[0]?.table
    const problem =
      run?.nodes[previewNodeId]?.error?.problem ??
      run?.problem ??
      session.problems.latest ??
      createStudioProblem('preview.no-table', getStrings().data.noTableFound, {
        hint: getStrings().data.noTableFoundHint,
      })
    if (!table) {
      onChange({ ...preview, state: { kind: 'failed', problem } })
      return
    }
    const { rows, columns } = table
    const page = async (offset: number, limit: number): Promise<Uint8Array> =>
      unwrap(await session.tables.page({ table, offset, limit }))
    const source = { rows, columns, page }
    onChange({ ...preview, state: { kind: 'loaded', source } })
  }
  const reloadPreview = (): void => void (pendingLoad ??= loadTable().finally(() => (pendingLoad = undefined)))
  session.addEventListener('aw-session-change', () => {
    const currentPlan = readCurrentPlan()
    if (isSamePlan(currentPlan, plan)) return
    plan = currentPlan
    onPlanChange?.(currentPlan)
    reloadPreview()
  })
  reloadPreview()
  return preview
}

/** Resolves once the engine has loaded its node types or has failed. The session reports any failure. */
function waitForCatalog(engine: Engine): Promise<void> {
  return new Promise((resolve) => {
    const checkStatus = (): void => {
      if (engine.status.catalog.length === 0 && engine.status.state === 'loading') return
      engine.status.removeEventListener(engineChangeEvent, checkStatus)
      resolve()
    }
    engine.status.addEventListener(engineChangeEvent, checkStatus)
    checkStatus()
  })
}
