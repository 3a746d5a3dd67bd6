import type { LoadPlan } from '@aw-flow/schema'
import type { LoadPreview } from '@aw-flow/schema/internal'
import { describe, expect, it } from 'vitest'
import { testLoadPreview } from '../../test-load-preview.ts'
import { mainJob, TestSession } from '../../test-session.ts'
import {
  diffColumns,
  findDatasetId,
  toSavedPlan,
  diffOverrides,
  toOverrides,
  isEquivalentPlan,
  applyColumnChanges,
} from './load-plan-changes.ts'

const { plan } = testLoadPreview

describe('the differences of a saved plan to the detected one', () => {
  it('are empty if only the evidence differs', () => {
    const saved = toSavedPlan('f'.repeat(64), plan)
    expect(saved.plan.evidence).toEqual([])
    expect(isEquivalentPlan(saved.plan, plan)).toBe(true)
    expect(diffOverrides(testLoadPreview, saved.plan)).toEqual({})
    expect(diffColumns(plan, saved.plan).size).toBe(0)
  })

  it('are its encoding, marks, limits, sheet and entry', () => {
    const saved: LoadPlan = {
      ...plan,
      encoding: 'windows-1252',
      dialect: { delimiter: ',', quote: '"', escape: '\\', newline: '\n' },
      skippedLines: 1,
      headerLines: 2,
      trailingLines: 3,
      part: 'May',
      unpack: [{ kind: 'zip', entry: 'may.xlsx' }],
    }
    expect(diffOverrides(testLoadPreview, saved)).toEqual({
      encoding: 'windows-1252',
      delimiter: ',',
      escape: '\\',
      headerLines: 2,
      firstLine: 2,
      lastLine: 12,
      part: 'May',
      entry: 'may.xlsx',
    })
  })

  it('do not include the end of the table in a partially known text', () => {
    const large: LoadPreview = { ...testLoadPreview, whole: false }
    expect(diffOverrides(large, { ...plan, trailingLines: 9 })).toEqual({})
  })

  it('are applied to the columns by their detected names', () => {
    const columns = plan.columns.map((column, index) =>
      index === 1 ? { ...column, name: 'store', sourceName: 'Shop', nulls: ['?'] } : column,
    )
    const settled = diffColumns(plan, { ...plan, columns })
    expect([...settled.keys()]).toEqual(['Shop'])
    expect(applyColumnChanges(plan, settled).columns).toEqual(columns)
    const moved = { ...plan, columns: plan.columns.toReversed().slice(0, 3) }
    expect(applyColumnChanges(moved, settled).columns).toEqual(moved.columns)
  })
})

describe('other settings of how a file is read', () => {
  it('are the node’s own settings', () => {
    expect(toOverrides({ encoding: 'auto', delimiter: 'tab', header: 'no', records: 'data.items' })).toEqual({
      delimiter: '\t',
      header: 'no',
      recordsPath: ['data', 'items'],
    })
  })

  it('are of the node’s file, else of its file in the last run', () => {
    const session = new TestSession({ document: mainJob() })
    expect(findDatasetId(session, 'load')).toBeUndefined()
    session.play({
      type: 'run-started',
      version: 1,
      run: 'r',
      workflow: session.document.current,
      inputs: { load: { file: { kind: 'file', dataset: 'given', name: 'a.csv' } } },
      seed: 1,
    })
    expect(findDatasetId(session, 'load')).toBe('given')
    session.document.apply({ type: 'set-config', id: 'load', path: ['dataset'], value: 'own' })
    expect(findDatasetId(session, 'load')).toBe('own')
  })
})
