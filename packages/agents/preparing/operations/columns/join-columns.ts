import { sql } from '@aw-flow/engine'
import { addCells, columnOf, defineOperation } from '../operation-definition.ts'
import { textOf } from '../text-of.ts'

export const joinColumnsOperation = defineOperation('join-columns', {
  reads: ({ columns }) => columns,
  compile({ columns, separator, to }, stage) {
    const texts = columns.map((column) => textOf(columnOf(stage, column)))
    return addCells(stage, [
      { name: to, type: 'VARCHAR', value: sql`nullif(concat_ws(${separator}, ${texts}), '')`, of: columns },
    ])
  },
})
