import { createEmptyWorkflow, type Conflict } from '@aw-flow/schema'
import { expect, it, vi } from 'vitest'
import { withDeprecatedNames, type DeprecatedName, type WorkflowVersions } from './versions.ts'

it('has the methods under their names of version 0.1, too, and keeps getters', async () => {
  let count = 0
  const conflict: Conflict = { workflowPath: [], path: ['name'] }
  const other = { theirs: createEmptyWorkflow('Theirs'), base: createEmptyWorkflow('Base') }
  const resolve = vi.fn<WorkflowVersions['resolve']>()
  const versions = withDeprecatedNames({
    get list() {
      return [{ number: ++count, origin: 'named' as const, at: 0 }]
    },
    conflicts: [conflict],
    save: (name) => Promise.resolve({ number: 1, origin: 'named', at: 0, name }),
    rename: () => Promise.resolve(),
    remove: () => Promise.resolve(),
    document: () => Promise.resolve(undefined),
    restore: () => Promise.resolve(),
    findBase: () => Promise.resolve(other),
    merge: () => undefined,
    resolve,
    dismissConflicts: () => undefined,
    exportText: () => Promise.resolve('text'),
  } satisfies Omit<WorkflowVersions, DeprecatedName>)
  expect((await versions.keep('Mine'))?.name).toBe('Mine')
  expect(await versions.stemsFrom({})).toBe(other)
  versions.settle(conflict, 'theirs')
  expect(resolve).toHaveBeenCalledWith(conflict, 'theirs')
  expect(await versions.exported()).toBe('text')
  expect(versions.list[0]?.number).toBe((versions.list[0]?.number ?? 0) - 1)
})
