import { sql } from '@aw-flow/engine'
import { addCells, defineOperation } from '../operation-definition.ts'

/** Adds a text column with a unique ID for each row. */
export const generateIdOperation = defineOperation('generate-id', {
  reads: () => [],
  compile: ({ to, prefix }, stage) =>
    addCells(stage, [
      { name: to, type: 'VARCHAR', value: sql`concat(${prefix}, CAST(${stage.row} + 1 AS VARCHAR))`, sources: [] },
    ]),
})
