import { sql, type Sql } from '@aw-flow/engine'
import { defineOperation, replaceColumn } from '../operation-definition.ts'
import { requireTextColumn } from '../text-column.ts'

const capitalize = (text: Sql): Sql => sql`concat(upper(left(${text}, 1)), lower(substr(${text}, 2)))`

/** Converts a column's text to upper, lower, sentence or title case. */
export const caseOperation = defineOperation('case', {
  getReadColumns: ({ column }) => [column],
  compile({ column, to }, input) {
    const text = requireTextColumn(input, column)
    const conversions = {
      upper: sql`upper(${text})`,
      lower: sql`lower(${text})`,
      sentence: sql`CASE WHEN ${text} IS NOT NULL THEN ${capitalize(text)} END`,
      // Words start after a space, so words joined by punctuation (O'Neil-Smith) count as one word.
      title: sql`CASE WHEN ${text} IS NOT NULL THEN array_to_string(list_transform(string_split(${text}, ' '), lambda word: ${capitalize(sql`word`)}), ' ') END`,
    }
    return replaceColumn(input, column, conversions[to], 'VARCHAR')
  },
})
