import { createMemoryStorage, importedAccess, type StoredRun, type WorkflowStorage } from '@aw-flow/client'
import { createEmptyWorkflow, failed, type Problem, type RunEvent } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { restoreTrashEntry, trashDataset, trashRun, trashUnreadableWorkflow, trashWorkflow } from './trash.ts'

const dataset = { id: 'a'.repeat(64), name: 'a.csv', size: 3, createdAt: '2026-11-20T10:00:00.000Z' }
const entryOf = (trashed: Awaited<ReturnType<typeof trashRun>>) => {
  if (!('entry' in trashed)) throw new Error(trashed.problem.message)
  return trashed.entry
}
/** Keeps entries in memory, as the storage of a page does when its disk refuses them. */
const fail =
  ({ trash }: WorkflowStorage, problem: Problem): WorkflowStorage['trash']['put'] =>
  async (...entry) => {
    await trash.put(...entry)
    return problem
  }

describe('the trash restores', () => {
  it('a dataset with its bytes', async () => {
    const storage = createMemoryStorage(() => 1_000)
    await storage.putDataset(dataset, new Blob(['a,b']))
    const entry = entryOf(await trashDataset(storage, { dataset }, 900, storage.removeDataset))
    expect(await storage.getDatasetBytes(dataset.id)).toBeUndefined()
    expect(await storage.trash.list()).toEqual([entry])
    expect(await restoreTrashEntry(storage, entry)).toBeUndefined()
    expect(await (await storage.getDatasetBytes(dataset.id))?.text()).toBe('a,b')
    expect(await storage.trash.list()).toEqual([])
  })

  it('a workflow with its versions and their numbers', async () => {
    const storage = createMemoryStorage(() => 1_000)
    await storage.putDocument('w', createEmptyWorkflow('W'), 0, undefined, importedAccess)
    await storage.addVersion('w', createEmptyWorkflow('First'), { origin: 'named', name: 'one' })
    await storage.addVersion('w', createEmptyWorkflow('Second'), { origin: 'run' })
    const before = await storage.listVersions('w')
    const entry = entryOf(await trashWorkflow(storage, 'w', createEmptyWorkflow('W'), 900))
    expect(await storage.getDocument('w')).toBeUndefined()
    await restoreTrashEntry(storage, entry)
    expect((await storage.getDocument('w'))?.workflow.name).toBe('W')
    expect(await storage.listVersions('w')).toEqual(before)
    expect(await storage.getAccess('w')).toEqual(importedAccess)
  })

  it('a run with its record', async () => {
    const storage = createMemoryStorage(() => 1_000)
    const run: StoredRun = {
      run: 'r',
      workflowId: 'w',
      workflowName: 'W',
      state: 'completed',
      startedAt: 1,
      endedAt: 2,
    }
    const events: RunEvent[] = [
      {
        seq: 0,
        time: 1,
        type: 'run-started',
        version: 1,
        run: 'r',
        workflow: createEmptyWorkflow(),
        inputs: {},
        seed: 1,
      },
      { seq: 1, time: 2, type: 'run-completed' },
    ]
    await storage.appendEvents(run, events)
    const entry = entryOf(await trashRun(storage, run, 900))
    expect(await storage.listRuns()).toEqual([])
    await restoreTrashEntry(storage, entry)
    expect(await storage.listRuns()).toEqual([run])
    expect(await storage.getRunEvents('r')).toEqual(events)

    // A run that the server keeps is not shown as deleted; a run that it deleted is also restored there.
    const problem = { code: 'run.in-progress', severity: 'error', message: 'The run is in progress.' } as const
    const result = await trashRun({ ...storage, removeRun: async () => problem }, run, 900)
    expect([result, await storage.trash.list(), await storage.listRuns()]).toEqual([{ problem }, [], [run]])
    const again = entryOf(await trashRun(storage, run, 900))
    const refused = { ...storage, restoreRun: async () => problem }
    expect([await restoreTrashEntry(refused, again), await storage.trash.list()]).toEqual([problem, [again]])
    const restored: string[] = []
    const willing = { ...storage, restoreRun: async (id: string) => void restored.push(id) }
    expect([await restoreTrashEntry(willing, again), restored, await storage.listRuns()]).toEqual([
      undefined,
      ['r'],
      [run],
    ])
  })

  it('a workflow that cannot be read, as it is stored', async () => {
    const storage = createMemoryStorage(() => 1_000)
    const torn = {
      id: 'torn',
      name: 'Torn',
      reason: 'It has no nodes.',
      value: { workflow: { version: 99 } },
      aside: 4,
    }
    const removed: unknown[] = []
    const restored: unknown[] = []
    const disk = {
      ...storage,
      removeUnreadable: async (item: unknown) => void removed.push(item),
      restoreUnreadable: async (item: unknown) => void restored.push(item),
    }
    const entry = entryOf(await trashUnreadableWorkflow(disk, torn, 900))
    expect([removed, await storage.trash.list()]).toEqual([[torn], [entry]])
    expect(entry).toMatchObject({ kind: 'workflow', name: 'Torn' })
    expect(await restoreTrashEntry(disk, entry)).toBeUndefined()
    const { id, value, aside } = torn
    expect([restored, await storage.trash.list()]).toEqual([[{ id, value, aside }], []])
    // An item that could not be removed is also not in the trash.
    const problem = { code: 'storage.failed', severity: 'error', message: 'It is closed.' } as const
    const refused = await trashUnreadableWorkflow({ ...disk, removeUnreadable: async () => problem }, torn, 900)
    expect([refused, await storage.trash.list()]).toEqual([{ problem }, []])
  })

  it('what is deleted to make space, until the tab is closed', async () => {
    const storage = createMemoryStorage(() => 1_000)
    await storage.putDataset(dataset, new Blob(['a,b']))
    const problem = { code: 'storage.full.page', severity: 'error', message: 'The browser storage is full.' } as const
    const full = { ...storage, trash: { ...storage.trash, put: fail(storage, problem) } }
    const trashed = await trashDataset(full, { dataset }, 900, storage.removeDataset)
    expect([trashed.problem, await storage.listDatasets()]).toEqual([problem, []])
    expect(await restoreTrashEntry(storage, entryOf(trashed))).toBeUndefined()
    expect(await (await storage.getDatasetBytes(dataset.id))?.text()).toBe('a,b')
  })

  it('nothing that was not deleted: it is not in the trash', async () => {
    const storage = createMemoryStorage(() => 1_000)
    await storage.putDataset(dataset, new Blob(['a,b']))
    const problem = { code: 'storage.closed', severity: 'error', message: 'The storage is closed.' } as const
    const closed = { ...storage, trash: { ...storage.trash, put: fail(storage, problem) } }
    expect(await trashDataset(closed, { dataset }, 900, storage.removeDataset)).toEqual({ problem })
    expect(await trashDataset(storage, { dataset }, 900, async () => problem)).toEqual({ problem })
    expect([await storage.trash.list(), await storage.listDatasets()]).toEqual([[], [{ dataset }]])
  })

  it('a workflow only with all of its versions: without space, it stays in the trash', async () => {
    const storage = createMemoryStorage(() => 1_000)
    await storage.putDocument('w', createEmptyWorkflow('W'), 0)
    await storage.addVersion('w', createEmptyWorkflow('First'), { origin: 'named', name: 'one' })
    const entry = entryOf(await trashWorkflow(storage, 'w', createEmptyWorkflow('W'), 900))
    const problem = { code: 'storage.full.page', severity: 'error', message: 'The browser storage is full.' } as const
    const full = { ...storage, addVersion: async () => failed(problem) }
    expect([await restoreTrashEntry(full, entry), await storage.trash.list()]).toEqual([problem, [entry]])
    expect([await restoreTrashEntry(storage, entry), await storage.trash.list()]).toEqual([undefined, []])
    expect(await storage.listVersions('w')).toHaveLength(1)
  })

  it('nothing unreadable: it stays in the trash, and the problem is reported', async () => {
    const storage = createMemoryStorage(() => 1_000)
    const entry = { id: 'dataset:x', kind: 'dataset', name: 'x.csv', size: 1, deletedAt: 900 } as const
    await storage.trash.put(entry, { value: { dataset: 'no' } })
    expect(await restoreTrashEntry(storage, entry)).toMatchObject({ code: 'trash.unreadable' })
    expect(await storage.trash.list()).toEqual([entry])
  })
})
