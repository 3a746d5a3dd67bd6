import { sql } from '@aw-flow/engine'
import { addColumns, findColumn, defineOperation } from '../operation-definition.ts'
import { checkPattern } from '../check-pattern.ts'
import { castToText } from '../text-column.ts'
import { createOperationError } from '../operation-error.ts'

/** Adds a column with the part of the text that matches a pattern or one of its groups. */
export const extractOperation = defineOperation('extract', {
  getReadColumns: ({ column }) => [column],
  compile({ column, pattern, group, to }, input) {
    const text = castToText(findColumn(input, column))
    const groupCount = pattern.replace(/\\./g, '').match(/\((?!\?(?!P?<[A-Za-z]))/g)?.length ?? 0
    if (group > groupCount) throw createOperationError('prepare.no-group', { pattern, groups: groupCount, group })
    return addColumns(input, [
      {
        name: to,
        type: 'VARCHAR',
        value: sql`CASE WHEN regexp_matches(${text}, ${checkPattern(pattern)}) THEN regexp_extract(${text}, ${pattern}, ${group}) END`,
        sources: [column],
      },
    ])
  },
})
