import { compileValueMapping } from '../rows/compile-value-mapping.ts'
import { defineOperation, replaceColumn } from '../operation-definition.ts'
import { requireTextColumn } from '../text-column.ts'

/** Replaces variant spellings of a value with a single spelling. */
export const mergeSpellingsOperation = defineOperation('merge-spellings', {
  getReadColumns: ({ column }) => [column],
  compile({ column, groups }, input) {
    const text = requireTextColumn(input, column)
    const pairs = groups.flatMap(({ to, from }) => from.map((spelling) => ({ from: spelling, to })))
    return replaceColumn(input, column, compileValueMapping(text, pairs, text), 'VARCHAR')
  },
})
