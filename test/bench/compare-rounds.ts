import { summarize, type Measured } from './measure.ts'
import type { BenchReport } from './report.ts'

/** A round of a comparison: the reports of the base commit and of the working tree, measured one after the other. */
export interface Round {
  base: BenchReport
  ours: BenchReport
}

/** A case of a comparison. `ratio` is our median divided by that of the base, per round; below 1 is better. */
export interface ComparedCase {
  case: string
  unit: string
  base: Measured
  ours: Measured
  ratio: Measured
}

/** Compares the cases that both sides of all rounds have, in the order of ours. */
export function compareRounds(rounds: readonly Round[]): ComparedCase[] {
  return rounds[0]!.ours.cases.flatMap(({ case: name, unit }) => {
    const medians = rounds.flatMap(({ base, ours }) => {
      const [baseCase, ourCase] = [base, ours].map(({ cases }) => cases.find((entry) => entry.case === name))
      return baseCase && ourCase ? [{ base: baseCase.ours.median, ours: ourCase.ours.median }] : []
    })
    if (medians.length < rounds.length) return []
    return [
      {
        case: name,
        unit,
        base: summarize(medians.map(({ base }) => base)),
        ours: summarize(medians.map(({ ours }) => ours)),
        ratio: summarize(medians.map(({ base, ours }) => (base === ours ? 1 : ours / base))),
      },
    ]
  })
}

/** Returns the names of cases that one side lacks in some round. */
export function listUncompared(rounds: readonly Round[], compared: readonly ComparedCase[]): string[] {
  const names = rounds.flatMap(({ base, ours }) => [...base.cases, ...ours.cases].map((entry) => entry.case))
  return [...new Set(names)].filter((name) => !compared.some((entry) => entry.case === name))
}

/** Says that a case is slower or faster if every round shows it by more than a twentieth. */
export function describeRatio({ ratio: { min, max } }: ComparedCase): string {
  return min > 1.05 ? 'slower' : max < 0.95 ? 'faster' : 'no difference in every round'
}
