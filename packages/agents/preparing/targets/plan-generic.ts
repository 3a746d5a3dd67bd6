import { info, type Operation, type PreparationPlan, type Problem } from '@aw-flow/schema'
import type { TableProfile } from '@aw-flow/schema'

/**
 * Plans what makes a table clean and loses nothing: blanks around texts go, numbers that are infinite become empty,
 * columns go that have neither a name nor a value. Rows all stay.
 */
export function planGeneric(profile: TableProfile): PreparationPlan {
  const operations: Operation[] = []
  const notes: Problem[] = []
  for (const { name, nulls, texts, numbers } of profile.columns) {
    if (nulls === profile.rows) {
      if (/^column_\d+$/.test(name))
        operations.push({ op: 'drop-column', reason: 'It has neither a name nor a value in any row.', column: name })
      else notes.push(info('prepare.empty-column', `\`${name}\` has no value in any row.`, { where: { column: name } }))
      continue
    }
    if ((texts?.untrimmed ?? 0) > 0)
      operations.push({
        op: 'trim',
        reason: 'Texts with blanks at an end would be other values than those without.',
        column: name,
      })
    if ((numbers?.infinite ?? 0) > 0)
      operations.push({
        op: 'finite',
        reason: 'Infinite values, and what is no number, count as no value.',
        column: name,
      })
  }
  // A table keeps one column at least.
  const dropped = operations.filter(({ op }) => op === 'drop-column')
  if (dropped.length === profile.columns.length) operations.splice(operations.indexOf(dropped[0] as Operation), 1)
  return { target: 'generic', operations, notes }
}
