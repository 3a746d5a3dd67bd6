import type { StoredDataset } from '@aw-flow/client'
import { expect, it } from 'vitest'
import type { LoadSummary } from './load-summaries.ts'
import { describeFormat } from './render-dataset.ts'

const describeDataset = (name: string, format: string, load?: Partial<LoadSummary>): string => {
  const stored: StoredDataset = {
    dataset: { id: 'd', name, size: 10, createdAt: '2026-11-26T00:00:00Z' },
    preview: { dataset: 'd', name, format, columns: [] },
  }
  const loaded: LoadSummary = {
    format: 'csv',
    encoding: 'utf-8',
    delimiter: ',',
    skippedLines: 0,
    rows: 3,
    rejects: 0,
    ...load,
  }
  return describeFormat(stored, { load: load && loaded, problem: undefined })
}

it('gives the format of a dataset the same name before and after its first load', () => {
  expect(describeDataset('movies.tsv', 'csv')).toBe('TSV')
  expect(describeDataset('movies.tsv', 'csv', { delimiter: '\t' })).toBe('TSV')
  expect(describeDataset('movies.csv', 'csv')).toBe('CSV')
  expect(describeDataset('movies.csv', 'csv', { delimiter: ';' })).toBe('CSV, semicolon')
  expect(describeDataset('movies.xlsx', 'excel')).toBe('Excel')
  expect(describeDataset('movies.xlsx', 'excel', { format: 'excel' })).toBe('Excel')
})
