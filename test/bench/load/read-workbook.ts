import { read } from '@e965/xlsx'
import type { LoadOutcome } from './load-contender.ts'

/**
 * Reads a workbook into the library's objects. The numbers of rows and columns come from the range of the first sheet.
 */
export async function readWorkbook(load: () => Promise<ArrayBuffer | Uint8Array>): Promise<LoadOutcome> {
  const start = performance.now()
  const book = read(await load())
  const ms = performance.now() - start
  const range = book.Sheets[book.SheetNames[0] ?? '']?.['!ref'] ?? ''
  const [, column = '', row = ''] = /:([A-Z]+)(\d+)$/.exec(range) ?? []
  return { ms, rows: Number(row) - 1, columns: column.charCodeAt(0) - 64 }
}
