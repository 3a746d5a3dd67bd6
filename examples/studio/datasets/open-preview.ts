import { createMemoryStorage, createSession, engineChange, type Engine, type WorkflowSession } from '@aw-flow/client'
import type { TableSource } from '@aw-flow/editor'
import {
  unwrap,
  applyEdit,
  emptyWorkflow,
  isEnded,
  resultTables,
  type Dataset,
  type NodeReport,
  type Problem,
  type SavedLoadPlan,
  type TableFormat,
  type TableRef,
  type Workflow,
} from '@aw-flow/schema'
import { datasetSetting, readingEdits } from './give-to-workflow.ts'
import { say } from '../language/speak.ts'
import { studioProblem } from '../language/studio-problem.ts'
import { isSamePlan, readPlan } from './load-plans.ts'
import type { WorkOptions } from '../shell/long-works.ts'
import type { Workspace } from '../workspace.ts'

/** A look at a dataset: its session, and how far it is. A value: each change is reported as a new one. */
export interface Preview {
  dataset: string
  session: WorkflowSession
  state: { kind: 'loading' } | { kind: 'shown'; source: TableSource } | { kind: 'failed'; problem: Problem }
  close: () => Promise<void>
}

/** A look that has come to its end: what the load reported, its session, and its table or what went wrong. */
type Looked = { session: WorkflowSession; report: NodeReport | undefined } & (
  | { table: TableRef }
  | { problem: Problem }
)

/**
 * Loads a dataset as for a look that nobody watches, and answers what `use` makes of it; its session is open until then.
 * The share that is reported is how much of it has been loaded.
 */
export async function lookOnce<T>(
  workspace: Workspace,
  dataset: Dataset,
  { signal, onProgress }: Partial<WorkOptions>,
  use: (looked: Looked) => T | Promise<T>,
): Promise<T> {
  let done: (preview: Preview) => void = () => undefined
  const ended = new Promise<Preview>((resolve) => (done = resolve))
  const preview = await openPreview(workspace, dataset, { onChange: (reported) => done(reported) })
  const { session } = preview
  const follow = (): void => {
    const { done: loaded, total } = session.runs.progress[previewNode] ?? {}
    if (loaded !== undefined && total) onProgress?.(loaded / total)
  }
  const stop = (): void => session.runs.cancel()
  session.addEventListener('aw-session-change', follow)
  signal?.addEventListener('abort', stop)
  if (signal?.aborted) stop()
  try {
    const { state } = await ended
    const report = session.runs.current?.nodes[previewNode]?.report
    if (state.kind === 'failed') return await use({ session, report, problem: state.problem })
    const table = session.runs.current && resultTables(session.runs.current)[0]?.table
    const nothing = studioProblem('preview.nothing', say().data.nothing)
    return await use({ session, report, ...(table ? { table } : { problem: nothing }) })
  } finally {
    session.removeEventListener('aw-session-change', follow)
    signal?.removeEventListener('abort', stop)
    await preview.close()
  }
}

/** A dataset loaded as for a look, and written as a file in this format. */
export function writeDataset(
  workspace: Workspace,
  dataset: Dataset,
  format: TableFormat,
  options: Partial<WorkOptions> = {},
): Promise<{ file: Blob } | { problem: Problem }> {
  return lookOnce(workspace, dataset, options, async (looked) => {
    if ('problem' in looked) return { problem: looked.problem }
    try {
      return { file: unwrap(await looked.session.tables.write({ table: looked.table, format })) }
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause)
      return { problem: studioProblem('download.failed', say().data.notMade(why)) }
    }
  })
}

/** Who is reported of a look. `onPlan`: a person has settled otherwise how the file is read, or taken that back. */
interface PreviewHearers {
  onChange: (preview: Preview) => void
  onPlan?: (plan: SavedLoadPlan | undefined) => void
}

/** The node of a look that loads the file. */
export const previewNode = 'load'

/**
 * Loads a dataset as a workflow of one node would, by the plan that was settled for it, in a session of its own that nothing
 * is stored of. Answers as soon as it is known which node reads files; `onChange` is reported when it is loaded or has failed,
 * and again each time that its load plan was changed.
 */
export async function openPreview(
  { engine }: Workspace,
  dataset: Dataset,
  { onChange, onPlan }: PreviewHearers,
): Promise<Preview> {
  await catalogueIsHere(engine)
  const { id, name } = dataset
  const reader = engine.status.catalogue.find((type) => datasetSetting(type) !== undefined)
  const setting = datasetSetting(reader)
  const node = {
    id: previewNode,
    type: reader?.type ?? 'loading',
    position: { x: 0, y: 0 },
    data: { label: name, config: setting === undefined ? {} : { [setting]: id } },
  }
  const plain: Workflow = { ...emptyWorkflow(say().data.previewOf(name).slice(0, 200)), nodes: [node] }
  const initial = readingEdits(node, reader, id).reduce((workflow, edit) => applyEdit(workflow, edit).workflow, plain)
  const storage = { ...createMemoryStorage(), listDatasets: async () => [{ dataset }] }
  const session = await createSession({ engine, storage, initial })
  const planOf = (): SavedLoadPlan | undefined =>
    readPlan(session.document.current.nodes.find((one) => one.id === previewNode)?.data.config['plan'])
  const closing = new AbortController()
  const closed = closing.signal
  const preview: Preview = {
    dataset: id,
    session,
    state: { kind: 'loading' },
    close() {
      closing.abort()
      return session.close()
    },
  }
  let plan = planOf()
  let looking: Promise<void> | undefined
  const look = async (): Promise<void> => {
    let read: SavedLoadPlan | undefined
    do {
      read = plan
      await session.runs.start()
    } while (!closed.aborted && !isSamePlan(read, plan))
    const run = session.runs.current
    if (closed.aborted || (run && !isEnded(run.state))) return
    const table = run && resultTables(run)[0]?.table
    const problem =
      run?.nodes[previewNode]?.error?.problem ??
      run?.problem ??
      session.problems.latest ??
      studioProblem('preview.nothing', say().data.nothing, { hint: say().data.nothingHint })
    if (!table) {
      onChange({ ...preview, state: { kind: 'failed', problem } })
      return
    }
    const { rows, columns } = table
    const page = async (offset: number, limit: number): Promise<Uint8Array> =>
      unwrap(await session.tables.page({ table, offset, limit }))
    const source = { rows, columns, page }
    onChange({ ...preview, state: { kind: 'shown', source } })
  }
  const lookAgain = (): void => void (looking ??= look().finally(() => (looking = undefined)))
  session.addEventListener('aw-session-change', () => {
    const now = planOf()
    if (isSamePlan(now, plan)) return
    plan = now
    onPlan?.(now)
    lookAgain()
  })
  lookAgain()
  return preview
}

/** Resolves when the engine has told its node types, or has failed: then the session says why. */
function catalogueIsHere(engine: Engine): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (engine.status.catalogue.length === 0 && engine.status.state === 'loading') return
      engine.status.removeEventListener(engineChange, look)
      resolve()
    }
    engine.status.addEventListener(engineChange, look)
    look()
  })
}
