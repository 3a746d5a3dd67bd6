import { readFile, rm, writeFile } from 'node:fs/promises'
import { read, write } from '@e965/xlsx'
import { writeRows } from './write-rows.ts'

/** Writes a workbook with the places of `writeRows`: shared strings, numbers, and dates as formatted numbers. */
export async function writeWorkbook(path: string, rows: number): Promise<void> {
  const csv = `${path}.csv`
  await writeRows(csv, rows)
  const book = read(await readFile(csv, 'utf8'), { type: 'string', dense: true })
  await rm(csv)
  await writeFile(path, write(book, { type: 'buffer', bookType: 'xlsx', bookSST: true, compression: true }) as Buffer)
}
