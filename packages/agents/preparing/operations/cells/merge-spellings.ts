import { lookUp } from '../rows/look-up-values.ts'
import { defineOperation, replaceCell } from '../operation-definition.ts'
import { textColumn } from '../text-of.ts'

export const mergeSpellingsOperation = defineOperation('merge-spellings', {
  reads: ({ column }) => [column],
  compile({ column, groups }, stage) {
    const text = textColumn(stage, column)
    const pairs = groups.flatMap(({ to, from }) => from.map((one) => ({ from: one, to })))
    return replaceCell(stage, column, lookUp(text, pairs, text), 'VARCHAR')
  },
})
