import { sql } from '@aw-flow/engine'
import { defineOperation, replaceCell } from '../operation-definition.ts'
import { safePattern } from '../safe-pattern.ts'
import { textColumn } from '../text-of.ts'

export const replaceOperation = defineOperation('replace', {
  reads: ({ column }) => [column],
  compile({ column, find, with: by, isPattern }, stage) {
    const text = textColumn(stage, column)
    const value = isPattern
      ? sql`regexp_replace(${text}, ${safePattern(find)}, ${safeReplacement(by)}, 'g')`
      : sql`replace(${text}, ${find}, ${by})`
    return replaceCell(stage, column, value, 'VARCHAR')
  },
})

/** Escapes backslashes: RE2 accepts only `\0` to `\9` and `\\` in a replacement. */
const safeReplacement = (by: string): string => by.replace(/\\(?![0-9\\])/g, '\\\\')
