import type { GivenTable, Stage } from '../operation-definition.ts'

/** A table that the plan is given by name; a `RangeError` with the names that there are where it has none. */
export function givenTable({ tables }: Stage, wanted: string): GivenTable {
  const found = tables[wanted]
  if (found) return found
  const names = Object.keys(tables).map((one) => `\`${one}\``)
  throw new RangeError(`No table \`${wanted}\` is given (given: ${names.join(', ') || 'none'}).`)
}
