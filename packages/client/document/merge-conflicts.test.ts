import type { Conflict } from '@aw-flow/schema'
import { expect, test } from 'vitest'
import { createMemorySyncStates } from '../storage/sync-states.ts'
import { createMergeConflicts } from './merge-conflicts.ts'

const createConflict = (id: string): Conflict => ({ workflowPath: [], path: ['nodes', id], ours: 1, theirs: 2 })
const [a, b] = [createConflict('a'), createConflict('b')]

test('conflicts are shown by the next page, until they are dismissed', async () => {
  const storage = { syncStates: createMemorySyncStates(() => undefined) }
  let changes = 0
  const open = () => createMergeConflicts({ id: 'workflow', storage }, () => changes++)
  open().add([a])
  const next = open()
  // A merge can end before the stored conflicts are read.
  next.add([b])
  await next.restore()
  await next.restore()
  expect(next.list).toEqual([a, b])
  const third = open()
  await third.restore()
  expect([third.list, changes]).toEqual([[a, b], 4])
  third.dismiss()
  const last = open()
  await last.restore()
  expect(last.list).toEqual([])
})
