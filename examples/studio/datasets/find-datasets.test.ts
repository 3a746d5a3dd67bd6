import { expect, it } from 'vitest'
import { findDatasets, type DataSortOrder } from './find-datasets.ts'

const dataset = (name: string, size: number, columns: string[] = []) => ({
  dataset: { id: name, name, size, createdAt: '' },
  preview: { dataset: name, format: 'csv', columns: columns.map((column) => ({ name: column, type: 'VARCHAR' })) },
})
const all = [dataset('file 10.csv', 5, ['price']), dataset('File 9.csv', 50), dataset('a.json', 1)]
const loaded = (rows: number) => ({
  format: 'csv' as const,
  encoding: 'utf-8',
  delimiter: ',',
  skippedLines: 0,
  rows,
  rejects: 0,
})
const loads = { 'file 10.csv': loaded(2), 'a.json': loaded(10) }
const names = (words: string, sort: DataSortOrder): string[] =>
  findDatasets(all, { search: words, sort, loads }).map((found) => found.dataset.name)

it('finds datasets by name and column, in the requested order', () => {
  expect(names('', 'added')).toEqual(['file 10.csv', 'File 9.csv', 'a.json'])
  expect(names(' FILE ', 'name')).toEqual(['File 9.csv', 'file 10.csv'])
  expect(names('price', 'added')).toEqual(['file 10.csv'])
  expect(names('', 'size')[0]).toBe('File 9.csv')
  expect(names('nothing', 'size')).toEqual([])
  expect(names('', 'rows')).toEqual(['a.json', 'file 10.csv', 'File 9.csv'])
})
