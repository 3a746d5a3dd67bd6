import { expect, it } from 'vitest'
import { getPastedFiles } from './incoming-files.ts'

const paste = (text: string): File[] => getPastedFiles({ files: [], getData: () => text } as unknown as DataTransfer)

it('converts a pasted table to a file and ignores a pasted word', () => {
  expect(paste('a\tb\n1\t2').map(({ name }) => name)).toEqual(['pasted.tsv'])
  expect(paste('a,b\n1,2').map(({ name }) => name)).toEqual(['pasted.csv'])
  expect(paste(' [{"a": 1}]').map(({ name }) => name)).toEqual(['pasted.json'])
  expect(paste('word')).toEqual([])
  expect(getPastedFiles(null)).toEqual([])
})
