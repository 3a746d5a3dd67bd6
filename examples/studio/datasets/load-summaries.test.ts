import { afterEach, expect, it, vi } from 'vitest'
import { getLoadSummaries, storeLoadSummary } from './load-summaries.ts'
import { storeRunLoads } from './store-run-loads.ts'

afterEach(() => void vi.unstubAllGlobals())

function stubStorage(stored: Map<string, string>): void {
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  })
}

const report = {
  file: 'a.csv',
  size: 9,
  format: 'csv',
  encoding: 'utf-8',
  delimiter: ';',
  quote: '"',
  escape: '"',
  skippedLines: 2,
  headerLines: 1,
  columns: [],
  rows: 3,
  rejects: 0,
  rejectSample: [],
  sample: [],
  attempts: [],
  warnings: [],
  plan: {},
}

it('stores load summaries and ignores invalid ones', () => {
  const stored = new Map<string, string>()
  stubStorage(stored)
  expect(getLoadSummaries()).toEqual({})
  expect(storeLoadSummary('none', { kind: 'load', report: 'text' })).toEqual({})
  expect(storeLoadSummary('other', { kind: 'prepare', report })).toEqual({})
  const reported = { format: 'csv', encoding: 'utf-8', delimiter: ';', skippedLines: 2, rows: 3, rejects: 0 }
  stored.set('aw-studio-loaded', JSON.stringify({ known: reported, broken: { rows: 'many' } }))
  expect(getLoadSummaries()).toEqual({ known: reported })
  stored.set('aw-studio-loaded', '{')
  expect(getLoadSummaries()).toEqual({})
})

it('keeps summaries in memory if the browser cannot store them', () => {
  vi.stubGlobal('localStorage', {
    getItem: () => null,
    setItem: () => {
      throw new Error('Not in a private window.')
    },
  })
  const plan = { format: 'csv', encoding: 'utf-8', skippedLines: 2, headerLines: 1, columns: [], evidence: [] }
  const loaded = { ...report, plan }
  expect(storeLoadSummary('unstored', { kind: 'load', report: loaded })['unstored']?.rows).toBe(3)
  expect(storeLoadSummary('another', { kind: 'load', report: loaded })).toMatchObject({
    unstored: { rows: 3 },
    another: {},
  })
  expect(Object.keys(getLoadSummaries())).toEqual(['unstored', 'another'])
})

it('stores the rows of datasets that a run has loaded, and does not replace known ones', () => {
  const stored = new Map<string, string>()
  stubStorage(stored)
  const plan = { format: 'csv', encoding: 'utf-8', skippedLines: 2, headerLines: 1, columns: [], evidence: [] }
  const loaded = (node: string, rows: number) => ({
    [node]: { node, report: { kind: 'load', report: { ...report, rows, plan } } },
  })
  const workflow = { nodes: [{ id: 'a', data: { config: { dataset: 'large' } } }] }
  const run = { nodes: { ...loaded('a', 1_000_000), ...loaded('b', 5) }, workflow }
  storeRunLoads(run as never)
  storeRunLoads({ ...run, nodes: loaded('a', 3) } as never)
  const file = { kind: 'file', dataset: 'given', name: 'b.csv' }
  storeRunLoads({ ...run, nodes: loaded('b', 7), inputs: { b: { file } } } as never)
  expect(getLoadSummaries()).toMatchObject({ large: { rows: 1_000_000 }, given: { rows: 7 } })
})
