import { createEmptyWorkflow } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { resolveSave } from './resolve-save.ts'

const stored = { id: 'w', workflow: createEmptyWorkflow('Theirs'), revision: 4, updatedAt: 100 }

describe('resolveSave', () => {
  it('numbers the first save 1', () => {
    const saved = resolveSave({
      id: 'w',
      workflow: createEmptyWorkflow('A'),
      baseRevision: 0,
      stored: undefined,
      now: 5,
    })
    expect(saved).toEqual({ document: { id: 'w', workflow: createEmptyWorkflow('A'), revision: 1, updatedAt: 5 } })
  })

  it('replaces the revision on which it is based', () => {
    const saved = resolveSave({ id: 'w', workflow: createEmptyWorkflow('Mine'), baseRevision: 4, stored, now: 200 })
    expect(saved.document).toMatchObject({ revision: 5, updatedAt: 200, workflow: { name: 'Mine' } })
    expect(saved.conflictCopy).toBeUndefined()
  })

  it('keeps the other version beside it if another tab has saved in the meantime', () => {
    const saved = resolveSave({ id: 'w', workflow: createEmptyWorkflow('Mine'), baseRevision: 3, stored, now: 200 })
    expect(saved.document).toMatchObject({ id: 'w', revision: 5, workflow: { name: 'Mine' } })
    expect(saved.conflictCopy).toMatchObject({
      id: 'w.other-2s',
      updatedAt: 100,
      workflow: { name: 'Theirs (other tab)' },
    })
  })

  it('merges both if the base is known, and returns the conflicts', () => {
    const base = createEmptyWorkflow('Base')
    const mine = { ...base, description: 'Mine' }
    const saved = resolveSave({ id: 'w', workflow: mine, baseRevision: 3, base, stored, now: 200 })
    expect(saved.document).toMatchObject({ revision: 5, workflow: { name: 'Theirs', description: 'Mine' } })
    expect(saved).toMatchObject({ merged: { conflicts: [], problems: [] } })
    expect(saved.conflictCopy).toBeUndefined()
    const renamed = resolveSave({
      id: 'w',
      workflow: createEmptyWorkflow('Mine'),
      baseRevision: 3,
      base,
      stored,
      now: 200,
    })
    expect(renamed.document.workflow.name).toBe('Mine')
    expect(renamed.merged?.conflicts).toMatchObject([{ path: ['name'], base: 'Base', ours: 'Mine', theirs: 'Theirs' }])
  })

  it('keeps no second document if both tabs have saved the same', () => {
    const saved = resolveSave({ id: 'w', workflow: createEmptyWorkflow('Theirs'), baseRevision: 3, stored, now: 200 })
    expect(saved.conflictCopy).toBeUndefined()
    expect(saved.document.revision).toBe(5)
  })

  it('writes a document that another tab has removed, with a higher revision', () => {
    const saved = resolveSave({
      id: 'w',
      workflow: createEmptyWorkflow('Mine'),
      baseRevision: 4,
      stored: undefined,
      now: 200,
    })
    expect(saved.document.revision).toBe(5)
  })
})
