import type { ColumnEvidence } from './column-evidence.ts'
import type { EncodedTable } from './encoded-table.ts'
import { slipSources } from './mend-shape.ts'
import { fitLine, type LineFit, type NumberLine } from './number-lines.ts'
import { isNumber } from './value-shape.ts'
import type { Weighed } from './weigh-cell.ts'

/** What a line says of a row's cell. `isWrong`: something else has told already that it is wrong. */
export type NumberCheck = (row: number, evidence: ColumnEvidence, isWrong?: boolean) => Weighed | undefined

const longest = 24
/** Log of the odds from which a number is told. */
const told = 1.5
/** The same where only the middle of all is known: tails of measures are longer than any law. */
const toldAlone = 3
/** Log of how much likelier the best repair must be than all others together. */
const leastMargin = 0.7
/** What is written so more often is no slip. */
const mostAlike = 2
/** A decimal mark at another place, by up to so many. */
const mostShifted = 6

/** A check of one column of measures by its line, and by the middle of all. */
export function checkNumbers(line: NumberLine, table: EncodedTable): NumberCheck {
  const fit = fitLine(line, table.columns)
  const whole = line.kind === 'all' ? fit : fitLine({ ...line, kind: 'all', by: -1 }, table.columns)
  // Some of what lies far is right, and the line does not hold for it.
  const exceptions = Math.min(0.05, Math.max(0.001, 0.4 * fit.far))
  const by = line.by < 0 ? '' : (table.columns[line.by]?.name ?? '')
  return (row, evidence, isWrong = false) => {
    const { column, shapes } = evidence.model
    const { rates } = evidence
    const written = column.values[column.observed[row] as number] as string
    if (written === '' || written.length > longest) return undefined
    const cells = column.written[column.observed[row] as number] as number
    if (cells > mostAlike && !isWrong) return undefined
    const number = isNumber(written) ? Number(written) : Number.NaN
    const near = Number.isNaN(number) ? 0 : fit.density(row, number)
    if (near === undefined) return undefined
    const anywhere = Number.isNaN(number) ? 0 : (whole.density(row, number) ?? 0)
    const right = (1 - exceptions) * near + exceptions * anywhere
    const isFar = near < fit.spread.density(2 * fit.spread.wide) / (line.logs ? Math.abs(number) : 1)
    if (!isFar && !isWrong) return undefined
    const found = new Map<string, number>()
    let all = 0
    const add = (value: string, rate: number): void => {
      if (
        value === written ||
        !isNumber(value) ||
        (shapes.usual.length > 0 && !shapes.usual.includes(shapes.shapeOf(value)))
      )
        return
      const mass = rate * (fit.density(row, Number(value)) ?? 0)
      if (mass === 0) return
      all += mass
      found.set(value, (found.get(value) ?? 0) + mass)
    }
    for (const [value, rate] of slipSources(written, evidence.model, rates)) add(value, rate)
    if (number)
      for (const value of shifted(written))
        add(value, (rates.other / 4 / mostShifted) * Math.min(1, Math.abs(Number(value) / number)))
    const another = rates.other * anywhere
    const odds = Math.log((all + another) / (right + 1e-300))
    if (odds < (line.kind === 'all' ? toldAlone : told) && !isWrong) return undefined
    const [first] = [...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    const isSure = first && Math.log(first[1] / (all - first[1] + another + 1e-300)) >= leastMargin
    return {
      ...(isSure ? { value: first[0] } : {}),
      odds,
      change: odds,
      by: { rule: 'outlier', reason: reasonOf(fit, row, by), odds },
    }
  }
}

/** The same digits with the decimal mark elsewhere, and the same number of the other sign. */
function shifted(written: string): string[] {
  const found: string[] = written.startsWith('-') ? [written.slice(1)] : [`-${written}`]
  if (/[eE]/.test(written)) return found
  const [whole = '', fraction = ''] = written.replace(/^[-+]/, '').split('.')
  const sign = written.startsWith('-') ? '-' : ''
  const digits = whole + fraction
  for (let by = 1; by <= mostShifted; by++) {
    const left = whole.length - by
    found.push(sign + (left > 0 ? `${digits.slice(0, left)}.${digits.slice(left)}` : `0.${'0'.repeat(-left)}${digits}`))
    const right = whole.length + by
    found.push(
      sign +
        (right < digits.length
          ? `${digits.slice(0, right)}.${digits.slice(right)}`
          : digits + '0'.repeat(right - digits.length)
        ).replace(/^0+(?=\d)/, ''),
    )
  }
  return found.map((one) => (one.includes('.') ? one.replace(/0+$/, '').replace(/\.$/, '') : one))
}

const short = (value: number): string => String(Number(value.toPrecision(4)))

function reasonOf({ line, expected, spread }: LineFit, row: number, by: string): string {
  const middle = expected[row] as number
  const [low, high] = [middle - spread.wide, middle + spread.wide].map((one) => (line.logs ? Math.exp(one) : one)) as [
    number,
    number,
  ]
  const range = `${short(low)} to ${short(high)}`
  if (line.kind === 'rows' && by !== '')
    return `The rows above and below with the same \`${by}\` make it likely to be ${range}.`
  if (line.kind === 'rows') return `The rows above and below make it likely to be ${range}.`
  if (line.kind === 'group') return `With the same \`${by}\`, 19 of 20 are ${range}.`
  if (line.kind === 'ratio') return `It goes with \`${by}\`, which makes it likely to be ${range}.`
  if (line.kind === 'along') return `Rows with a like \`${by}\` have ${range}.`
  return `It lies far from the others: 19 of 20 are ${range}.`
}
