import { createMemoryStorage, createSession, type WorkflowSession } from '@aw-flow/client'
import type { TableSource } from '@aw-flow/editor'
import { emptyWorkflow, error, isEnded, resultTables, type Dataset, type Problem } from '@aw-flow/schema'
import { datasetSetting } from './give-to-workflow.ts'
import type { Workspace } from './workspace.ts'

/** A look at a dataset: its session, and how far it is. A value: each change is told as a new one. */
export interface Preview {
  dataset: string
  session: WorkflowSession
  state: { kind: 'loading' } | { kind: 'shown'; source: TableSource } | { kind: 'failed'; problem: Problem }
  close: () => Promise<void>
}

/**
 * Loads a dataset as a workflow of one node would, in a session of its own that nothing is stored of. Answers at once;
 * `onChange` is told when it is loaded or has failed.
 */
export async function openPreview(
  { engine }: Workspace,
  { id, name }: Dataset,
  onChange: (preview: Preview) => void,
): Promise<Preview> {
  const reader = engine.catalogue.find((type) => datasetSetting(type) !== undefined)
  const setting = datasetSetting(reader)
  const node = {
    id: 'load',
    type: reader?.type ?? 'loading',
    position: { x: 0, y: 0 },
    data: { label: name, config: setting === undefined ? {} : { [setting]: id } },
  }
  const initial = { ...emptyWorkflow(`Preview of ${name}`.slice(0, 200)), nodes: [node] }
  const session = await createSession({ engine, storage: createMemoryStorage(), initial })
  let closed = false
  const preview: Preview = {
    dataset: id,
    session,
    state: { kind: 'loading' },
    close() {
      closed = true
      return session.close()
    },
  }
  const look = async (): Promise<void> => {
    await session.start()
    const { run } = session
    if (closed || !run || !isEnded(run.state)) return
    const table = resultTables(run)[0]?.table
    const problem =
      run.nodes['load']?.error?.problem ??
      run.problem ??
      error('preview.nothing', 'This file gave no table.', { hint: 'Open it in a workflow to see why.' })
    if (!table) {
      onChange({ ...preview, state: { kind: 'failed', problem } })
      return
    }
    const { rows, columns } = table
    const source = { rows, columns, page: (offset: number, limit: number) => session.page(table, offset, limit) }
    onChange({ ...preview, state: { kind: 'shown', source } })
  }
  void look()
  return preview
}
