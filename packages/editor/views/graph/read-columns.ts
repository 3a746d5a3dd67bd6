import { tableFromIPC } from '@uwdata/flechette'
import { formatCell, type ArrowType } from '../format-cell.ts'
import type { TableSource } from '../table-source.ts'

/** How to read the cells of a column: as formatted text, or as numbers (`NaN` for null). */
export type CellKind = 'text' | 'number'

const rowsPerPage = 50_000

/**
 * Reads the given columns of up to `maxRows` rows. If the source can derive tables, only these columns are transferred.
 *
 * @returns The cells, keyed by column name: text (`undefined` for null) or numbers.
 */
export async function readColumns(
  source: TableSource,
  kinds: Readonly<Record<string, CellKind>>,
  maxRows: number,
): Promise<{ texts: Record<string, (string | undefined)[]>; numbers: Record<string, number[]>; rows: number }> {
  const names = Object.keys(kinds).filter((name) => source.columns.some((column) => column.name === name))
  const isSubset = names.length < source.columns.length && source.derive !== undefined
  const table = isSubset
    ? (await source.derive!({ kind: 'view', filters: [], sort: [], columns: names })).source
    : source
  const rowCount = Math.min(table.rows, maxRows)
  const strings: Record<string, (string | undefined)[]> = {}
  const numbers: Record<string, number[]> = {}
  for (const name of names) {
    if (kinds[name] === 'text') strings[name] = []
    else numbers[name] = []
  }
  for (let offset = 0; offset < rowCount; offset += rowsPerPage) {
    const page = tableFromIPC(await table.page(offset, Math.min(rowsPerPage, rowCount - offset)), {
      useBigInt: true,
      useDecimalInt: true,
    })
    for (const name of names) {
      const column = page.getChildAt(table.columns.findIndex((candidate) => candidate.name === name))
      const type = column?.type as ArrowType | undefined
      for (let row = 0; row < page.numRows; row++) {
        const cell = type && formatCell(column?.at(row), type)
        if (kinds[name] === 'text') strings[name]!.push(cell)
        else numbers[name]!.push(cell === undefined || cell === '' ? NaN : Number(cell))
      }
    }
  }
  return { texts: strings, numbers, rows: rowCount }
}
