import { sql } from '@aw-flow/engine'
import { defineOperation, replaceColumn } from '../operation-definition.ts'
import { checkPattern } from '../check-pattern.ts'
import { requireTextColumn } from '../text-column.ts'

/** Replaces all occurrences of a string or pattern in a column's text. */
export const replaceOperation = defineOperation('replace', {
  getReadColumns: ({ column }) => [column],
  compile({ column, find, with: replacement, isPattern }, input) {
    const text = requireTextColumn(input, column)
    const value = isPattern
      ? sql`regexp_replace(${text}, ${checkPattern(find)}, ${escapeReplacement(replacement)}, 'g')`
      : sql`replace(${text}, ${find}, ${replacement})`
    return replaceColumn(input, column, value, 'VARCHAR')
  },
})

/** Escapes backslashes, because RE2 accepts only `\0` to `\9` and `\\` in a replacement. */
const escapeReplacement = (replacement: string): string => replacement.replace(/\\(?![0-9\\])/g, '\\\\')
