import { join, sql, type Sql } from '@aw-flow/engine'
import { defineOperation, replaceCell } from '../operation-definition.ts'
import { blanks, textColumn } from '../text-of.ts'

export const trimOperation = defineOperation('trim', {
  reads: ({ column }) => [column],
  compile({ column, inner }, stage) {
    const text = textColumn(stage, column)
    const bare = sql`trim(${text}, ${blanks})`
    if (inner) return replaceCell(stage, column, sql`regexp_replace(${bare}, ${'[\\s\u00a0]+'}, ' ', 'g')`, 'VARCHAR')
    const trimmed = replaceCell(
      stage,
      column,
      sql`CASE WHEN ${hasBlanks(text)} THEN ${bare} ELSE ${text} END`,
      'VARCHAR',
    )
    const changed = sql`coalesce(${hasBlanks(text)}, FALSE)`
    return { ...trimmed, cells: trimmed.cells.map((cell) => (cell.value ? { ...cell, changed } : cell)) }
  },
})

/** LIKE compares bytes: a fourth of what `trim` costs, and few texts need it. */
const hasBlanks = (text: Sql): Sql =>
  sql`(${join(
    [...blanks].flatMap((blank) => [sql`${text} LIKE ${`${blank}%`}`, sql`${text} LIKE ${`%${blank}`}`]),
    ' OR ',
  )})`
