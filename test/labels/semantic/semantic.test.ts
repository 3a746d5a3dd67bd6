import { beforeAll, describe, expect, it } from 'vitest'
import { judgeDates, judgeEncoding, judgeHeader, judgeNumbers, score, type Judgment } from './judge.ts'
import { readCases, type Decision, type SemanticCase } from './read-cases.ts'

/**
 * Minimum percentages on the `judge` half. They must not decrease. `none`: no header, not a date, not a number.
 */
const bars: { [D in Decision]: Bar<D> } = {
  header: { judge: judgeHeader, none: ['none', ''], precision: 96, recall: 99 },
  dates: { judge: judgeDates, none: ['none', ''], precision: 99, recall: 99 },
  numbers: { judge: judgeNumbers, none: ['text', ''], precision: 98.5, recall: 99 },
  encodings: { judge: judgeEncoding, none: [''], precision: 98, recall: 98 },
}

interface Bar<D extends Decision> {
  judge(one: SemanticCase<D>): Promise<Judgment>
  none: string[]
  precision: number
  recall: number
}

const percent = (share: number): number => Math.round(share * 1000) / 10

async function judgeAll<D extends Decision>(decision: D): Promise<Judgment[]> {
  const { judge } = bars[decision]
  const judged: Judgment[] = []
  for (const one of readCases(decision, 'judge')) judged.push(await judge(one))
  return judged
}

describe.each(Object.keys(bars) as Decision[])('%s, by labeled cases', (decision) => {
  let judged: Judgment[]
  beforeAll(async () => {
    judged = await judgeAll(decision)
  })

  it('there are at least 300 cases with unique ids', () => {
    const cases = readCases(decision)
    expect(cases.length).toBeGreaterThanOrEqual(300)
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length)
  })

  it('precision and recall reach their minimums', () => {
    const { none, precision, recall } = bars[decision]
    const reached = score(judged, none)
    console.info(
      `${decision}: precision ${percent(reached.precision)} %, recall ${percent(reached.recall)} % on ${judged.length} cases (${judged.filter(({ right }) => right).length} right)`,
    )
    expect(percent(reached.precision)).toBeGreaterThanOrEqual(precision)
    expect(percent(reached.recall)).toBeGreaterThanOrEqual(recall)
  })
})
