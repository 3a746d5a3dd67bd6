import { logMiswritten } from './error-rates.ts'
import type { ColumnEvidence } from './column-evidence.ts'
import { slipSources } from './mend-shape.ts'
import { placeOnLine } from './place-on-line.ts'
import { boundsAt, placesOf, type Order } from './sorted-columns.ts'
import type { Weighed } from './weigh-cell.ts'

/** What a value outside the order of its column is, by row; `undefined` where it is in order or the rows around are not. */
export type OrderCheck = (row: number, evidence: ColumnEvidence) => Weighed | undefined

const odds = 2
const mostTried = 40

/** A check of one sorted column. Repairs are values a slip away that lie in order, where there is one likely one. */
export function checkOrder({ direction }: Order, evidence: ColumnEvidence): OrderCheck {
  const { column } = evidence.model
  const place = placesOf(column)
  return (row, { model, rates }) => {
    const bounds = boundsAt(place, direction, row)
    const written = column.values[column.observed[row] as number] as string
    const here = placeOnLine(written)
    if (!bounds || written === '' || (here >= bounds[0] && here <= bounds[1])) return undefined
    const reason = `The rows above and below are sorted, and it does not lie between them.`
    const by = { rule: 'sequence' as const, reason, odds }
    const found = new Map<string, number>()
    const isBetween = (value: string): boolean => placeOnLine(value) >= bounds[0] && placeOnLine(value) <= bounds[1]
    if (bounds[0] === bounds[1] && place(row - 1) === place(row + 1)) {
      const above = column.values[column.believed[row - 1] as number] as string
      return { value: above, odds, change: logMiswritten(written, above, rates), by }
    }
    if (written.length <= mostTried) {
      for (const [value, rate] of slipSources(written, model, rates)) {
        if (!isBetween(value) || !fits(value, model.shapes)) continue
        found.set(value, (found.get(value) ?? 0) + rate * Math.exp(model.texts.log(value, false)))
      }
    }
    const [first, second] = [...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    const isSure = first && first[1] >= 3 * (second?.[1] ?? 0)
    return { ...(isSure ? { value: first[0] } : {}), odds, change: 0, by }
  }
}

const fits = (value: string, { usual, shapeOf }: ColumnEvidence['model']['shapes']): boolean =>
  usual.length === 0 || usual.includes(shapeOf(value))
