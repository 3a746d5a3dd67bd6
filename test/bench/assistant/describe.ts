import { benchCase, type BenchCase } from '../bench-case.ts'
import { summarize } from '../measure.ts'
import type { Progress } from '../progress.ts'
import { firstHalf } from './descriptions/first-half.ts'
import { scoreDescriptions } from './descriptions/score-descriptions.ts'
import { untouchedHalf } from './descriptions/untouched-half.ts'

/**
 * Measures the workflows that rules plan for descriptions: those that do not run to the end on the data of their files,
 * and those that do not do what was asked. When they were first read, 13 of 30 of the first half and 9 of 30 of the untouched
 * half did what was asked. The rules then changed for the first half and for other wordings; the author had written both
 * halves, so that the untouched one is not independent: it names steps (split, unpivot) that had no rule.
 */
export async function benchDescriptions(reportProgress: ReturnType<Progress>): Promise<BenchCase[]> {
  const result: BenchCase[] = []
  for (const [set, descriptions] of Object.entries({ 'first half': firstHalf, 'untouched half': untouchedHalf })) {
    const scored = await scoreDescriptions(descriptions, (index) => reportProgress(`descriptions, ${set}`, index))
    const percent = (list: readonly unknown[]) => summarize([(100 * list.length) / scored.length])
    const stopped = scored.filter(({ completes }) => !completes)
    const wrong = scored.filter(({ isRight }) => !isRight)
    const silent = wrong.filter(({ completes, ignored }) => completes && ignored.length === 0)
    // The reasons of the untouched half are not listed, so that the rules are not changed for them.
    const list = (some: typeof scored): string =>
      set === 'untouched half' ? '' : some.map(({ text, reason }) => `${text} (${reason})`).join(' | ')
    result.push(
      benchCase({
        case: `descriptions, ${set}, do not run to the end`,
        unit: '% of descriptions',
        measured: { ours: percent(stopped) },
        floor: 20,
        note: `${scored.length - stopped.length} of ${scored.length} run to the end. ${list(stopped)}`.trim(),
      }),
      benchCase({
        case: `descriptions, ${set}, do not do what was asked`,
        unit: '% of descriptions',
        measured: { ours: percent(wrong) },
        floor: 40,
        note: `${scored.length - wrong.length} of ${scored.length} do what was asked. ${list(wrong)}`.trim(),
      }),
      benchCase({
        case: `descriptions, ${set}, wrong without notice`,
        unit: '% of descriptions',
        measured: { ours: percent(silent) },
        note: list(silent),
      }),
      benchCase({
        case: `descriptions, ${set}, time of a plan`,
        unit: 'ms of processor time',
        measured: { ours: summarize(scored.map(({ ms }) => ms)) },
        goal: 50,
      }),
    )
  }
  return result
}
