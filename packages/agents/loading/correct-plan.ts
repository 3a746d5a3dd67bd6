import type { LoadedTable } from '@aw-flow/engine'
import type { LoadedColumn, LoadPlan, PlannedColumn } from '@aw-flow/schema'
import { isIdName } from '../column-meaning.ts'
import { toleratedMisfits } from './infer-column.ts'
import { isNullWord } from './null-words.ts'

/** A plan that reads what the last one could not, and why it differs. */
export interface CorrectedPlan {
  plan: LoadPlan
  reason: string
}

/**
 * The plan after a load whose counts over all rows showed cells that are not of their column's type: words for "no
 * value" are added, whole numbers become decimals, everything else becomes text. A few odd cells in many are left to be
 * told of. `undefined` where nothing is to be corrected. `last` says that no further correction is possible: then
 * nothing is tried of which the outcome is not sure.
 */
export function correctPlan(plan: LoadPlan, loaded: LoadedTable, last: boolean): CorrectedPlan | undefined {
  const reasons: string[] = []
  const columns = plan.columns.map((column, index) => {
    const counted = loaded.columns[index]
    if (!counted || counted.badCells === 0) return column
    const change = correctColumn(column, counted, loaded.table.rows, last)
    if (!change) return column
    reasons.push(change.reason)
    return change.column
  })
  if (reasons.length === 0) return undefined
  const more = reasons.length > 3 ? ` And ${reasons.length - 3} more columns.` : ''
  return { plan: { ...plan, columns }, reason: reasons.slice(0, 3).join(' ') + more }
}

function correctColumn(
  column: PlannedColumn,
  counted: LoadedColumn,
  rows: number,
  last: boolean,
): { column: PlannedColumn; reason: string } | undefined {
  const { name, type } = column
  const texts = counted.badExamples.map(({ text }) => text.trim())
  const example = JSON.stringify(texts[0] ?? '')
  const isKnown = counted.badCells <= texts.length
  const words = texts.filter(isNullWord)
  if (words.length === texts.length && texts.length > 0 && (!last || isKnown)) {
    const nulls = [...new Set([...column.nulls, ...words])].sort()
    return { column: { ...column, nulls }, reason: `${example} in \`${name}\` means "no value".` }
  }
  const code = texts.find(isCode)
  if (code !== undefined)
    return {
      column: asText(column),
      reason: `\`${name}\` stays text: ${JSON.stringify(code)} would lose digits as a number.`,
    }
  const values = rows - (counted.nulls - counted.badCells)
  const tolerated = isIdName(name) ? 0 : toleratedMisfits(values)
  if (type === 'BIGINT' && (!last || isKnown) && texts.every((text) => isNullWord(text) || isDecimal(text, column))) {
    const nulls = [...new Set([...column.nulls, ...words])].sort()
    return { column: { ...column, type: 'DOUBLE', nulls }, reason: `\`${name}\` holds decimals such as ${example}.` }
  }
  if (counted.badCells <= tolerated) return undefined
  return {
    column: asText(column),
    reason: `\`${name}\` stays text: ${counted.badCells} of ${values} cells are not ${type}, such as ${example}.`,
  }
}

/** Digits that a number does not keep: leading zeros, or more of them than it has. */
const isCode = (text: string): boolean => /^[+-]?(?:0\d+|\d{16,})$/.test(text)

/** A number with decimals as the column writes its numbers; not so large that digits would be lost. */
function isDecimal(text: string, { decimal = '.', thousands = '', strip = [] }: PlannedColumn): boolean {
  let bare = text
  for (const part of [...strip, thousands]) if (part !== '') bare = bare.replaceAll(part, '')
  if (/^[+-]?inf(?:inity)?$/i.test(bare)) return true
  const point = decimal === '.' ? '\\.' : ','
  return new RegExp(`^[+-]?(?:\\d{1,15}(?:${point}\\d*)?|${point}\\d+)(?:[eE][+-]?\\d+)?$`).test(bare)
}

function asText({ name, sourceName, path, nulls }: PlannedColumn): PlannedColumn {
  return {
    name,
    ...(sourceName === undefined ? {} : { sourceName }),
    ...(path === undefined ? {} : { path }),
    type: 'VARCHAR',
    nulls: nulls.filter((word) => /^(?:null|\\N|#N\/A)$/i.test(word)),
  }
}
