import type { LoadPlan, LoadPreview } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { testLoadPreview } from '../../test-load-preview.ts'
import { mainJob, TestSession } from '../../test-session.ts'
import {
  columnsBetween,
  datasetOf,
  keptPlan,
  overridesBetween,
  overridesOfConfig,
  readsAlike,
  withColumns,
} from './settled-plan.ts'

const { plan } = testLoadPreview

describe('what a kept plan says otherwise than the one found', () => {
  it('is nothing where they are alike but for their evidence', () => {
    const kept = keptPlan('f'.repeat(64), plan)
    expect(kept.plan.evidence).toEqual([])
    expect(readsAlike(kept.plan, plan)).toBe(true)
    expect(overridesBetween(testLoadPreview, kept.plan)).toEqual({})
    expect(columnsBetween(plan, kept.plan).size).toBe(0)
  })

  it('is its encoding, marks, limits, sheet and entry', () => {
    const kept: LoadPlan = {
      ...plan,
      encoding: 'windows-1252',
      dialect: { delimiter: ',', quote: '"', escape: '\\', newline: '\n' },
      skippedLines: 1,
      headerLines: 2,
      trailingLines: 3,
      part: 'May',
      unpack: [{ kind: 'zip', entry: 'may.xlsx' }],
    }
    expect(overridesBetween(testLoadPreview, kept)).toEqual({
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

  it('leaves out where the table ends in a text that is not known whole', () => {
    const large: LoadPreview = { ...testLoadPreview, whole: false }
    expect(overridesBetween(large, { ...plan, trailingLines: 9 })).toEqual({})
  })

  it('is put on the columns again by the names that were found', () => {
    const columns = plan.columns.map((column, index) =>
      index === 1 ? { ...column, name: 'store', sourceName: 'Shop', nulls: ['?'] } : column,
    )
    const settled = columnsBetween(plan, { ...plan, columns })
    expect([...settled.keys()]).toEqual(['Shop'])
    expect(withColumns(plan, settled).columns).toEqual(columns)
    const moved = { ...plan, columns: plan.columns.toReversed().slice(0, 3) }
    expect(withColumns(moved, settled).columns).toEqual(moved.columns)
  })
})

describe('what else settles how a file is read', () => {
  it('are the node’s own settings', () => {
    expect(overridesOfConfig({ encoding: 'auto', delimiter: 'tab', header: 'no', records: 'data.items' })).toEqual({
      delimiter: '\t',
      header: 'no',
      recordsPath: ['data', 'items'],
    })
  })

  it('is the node’s file, else the one that the last run gave it', () => {
    const session = new TestSession({ document: mainJob() })
    expect(datasetOf(session, 'load')).toBeUndefined()
    session.play({
      type: 'run-started',
      version: 1,
      run: 'r',
      workflow: session.document.current,
      inputs: { load: { file: { kind: 'file', dataset: 'given', name: 'a.csv' } } },
      seed: 1,
    })
    expect(datasetOf(session, 'load')).toBe('given')
    session.document.apply({ type: 'set-config', id: 'load', path: ['dataset'], value: 'own' })
    expect(datasetOf(session, 'load')).toBe('own')
  })
})
