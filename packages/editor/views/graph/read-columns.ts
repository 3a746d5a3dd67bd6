import { tableFromIPC } from '@uwdata/flechette'
import { formatCell, type ArrowType } from '../format-cell.ts'
import type { TableSource } from '../table-source.ts'

/** A column's cells: formatted texts, or numbers (`NaN` for none). */
export type ColumnReading = 'text' | 'number'

const pageRows = 50_000

/**
 * Reads complete columns of a table, up to a maximum number of rows. Transfers only these columns if the source can
 * derive.
 *
 * @returns by column name: texts (`undefined` for none) or numbers.
 */
export async function readColumns(
  source: TableSource,
  wanted: Readonly<Record<string, ColumnReading>>,
  max: number,
): Promise<{ texts: Record<string, (string | undefined)[]>; numbers: Record<string, number[]>; rows: number }> {
  const names = Object.keys(wanted).filter((name) => source.columns.some((column) => column.name === name))
  const isNarrow = names.length < source.columns.length && source.derive !== undefined
  const read = isNarrow
    ? (await source.derive!({ kind: 'view', filters: [], sort: [], columns: names })).source
    : source
  const rows = Math.min(read.rows, max)
  const texts: Record<string, (string | undefined)[]> = {}
  const numbers: Record<string, number[]> = {}
  for (const name of names) {
    if (wanted[name] === 'text') texts[name] = []
    else numbers[name] = []
  }
  for (let offset = 0; offset < rows; offset += pageRows) {
    const page = tableFromIPC(await read.page(offset, Math.min(pageRows, rows - offset)), {
      useBigInt: true,
      useDecimalInt: true,
    })
    for (const name of names) {
      const column = page.getChildAt(read.columns.findIndex((one) => one.name === name))
      const type = column?.type as ArrowType | undefined
      for (let row = 0; row < page.numRows; row++) {
        const cell = type && formatCell(column?.at(row), type)
        if (wanted[name] === 'text') texts[name]!.push(cell)
        else numbers[name]!.push(cell === undefined || cell === '' ? NaN : Number(cell))
      }
    }
  }
  return { texts, numbers, rows }
}
