import { sql } from '@aw-flow/engine'
import { addColumns, defineOperation } from '../operation-definition.ts'

/** Adds a text column with a unique ID for each row. */
export const generateIdOperation = defineOperation('generate-id', {
  getReadColumns: () => [],
  compile: ({ to, prefix }, input) =>
    addColumns(input, [
      { name: to, type: 'VARCHAR', value: sql`concat(${prefix}, CAST(${input.row} + 1 AS VARCHAR))`, sources: [] },
    ]),
})
