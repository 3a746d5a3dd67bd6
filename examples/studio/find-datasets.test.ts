import { expect, it } from 'vitest'
import { findDatasets } from './find-datasets.ts'

const dataset = (name: string, size: number, columns: string[] = []) => ({
  dataset: { id: name, name, size, createdAt: '' },
  preview: { dataset: name, format: 'csv', columns: columns.map((column) => ({ name: column, type: 'VARCHAR' })) },
})
const all = [dataset('file 10.csv', 5, ['price']), dataset('File 9.csv', 50), dataset('a.json', 1)]
const names = (...asked: [string, 'added' | 'name' | 'size']): string[] =>
  findDatasets(all, ...asked).map((found) => found.dataset.name)

it('finds datasets by name and column, in the order that is asked for', () => {
  expect(names('', 'added')).toEqual(['file 10.csv', 'File 9.csv', 'a.json'])
  expect(names(' FILE ', 'name')).toEqual(['File 9.csv', 'file 10.csv'])
  expect(names('price', 'added')).toEqual(['file 10.csv'])
  expect(names('', 'size')[0]).toBe('File 9.csv')
  expect(names('nothing', 'size')).toEqual([])
})
