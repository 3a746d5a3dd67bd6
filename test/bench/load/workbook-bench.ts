import { readFile } from 'node:fs/promises'
import { writeWorkbook } from '../data/write-workbook.ts'
import type { FormatBench } from './format-bench.ts'
import { readWorkbook } from './read-workbook.ts'

const peer = '`read` of @e965/xlsx'

/** Loads a workbook into a table with a full report, compared with a library that only creates objects in memory. */
export const workbookBench: FormatBench = {
  format: 'Excel',
  file: 'places.xlsx',
  rows: 100_000,
  warmUps: 1,
  write: writeWorkbook,
  node: {
    peer,
    open: (path) =>
      Promise.resolve({ loads: { [peer]: () => readWorkbook(() => readFile(path)) }, close: () => undefined }),
  },
  page: { html: 'load/workbook.html', peer, contenders: { peer } },
}
