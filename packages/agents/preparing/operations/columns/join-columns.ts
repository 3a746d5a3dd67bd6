import { sql } from '@aw-flow/engine'
import { addColumns, findColumn, defineOperation } from '../operation-definition.ts'
import { castToText } from '../text-column.ts'

/** Adds a column that joins the text of several columns with a separator. */
export const joinColumnsOperation = defineOperation('join-columns', {
  getReadColumns: ({ columns }) => columns,
  compile({ columns, separator, to }, input) {
    const textCells = columns.map((column) => castToText(findColumn(input, column)))
    return addColumns(input, [
      { name: to, type: 'VARCHAR', value: sql`nullif(concat_ws(${separator}, ${textCells}), '')`, sources: columns },
    ])
  },
})
