import { benchCase, type BenchCase } from '../bench-case.ts'
import { summarize } from '../measure.ts'
import type { Progress } from '../progress.ts'
import { fifthSet } from './descriptions/fifth-set.ts'
import { firstHalf } from './descriptions/first-half.ts'
import { independentFirstHalf } from './descriptions/independent-first-half.ts'
import { independentUntouchedHalf } from './descriptions/independent-untouched-half.ts'
import { scoreDescriptions } from './descriptions/score-descriptions.ts'
import { secondFirstHalf } from './descriptions/second-first-half.ts'
import { secondUntouchedHalf } from './descriptions/second-untouched-half.ts'
import { thirdSet } from './descriptions/third-set.ts'
import { untouchedHalf } from './descriptions/untouched-half.ts'

const sets = {
  'first half': firstHalf,
  'untouched half': untouchedHalf,
  'first writer, first half': independentFirstHalf,
  'first writer, untouched half': independentUntouchedHalf,
  'second writer, first half': secondFirstHalf,
  'second writer, untouched half': secondUntouchedHalf,
  'third writer': thirdSet,
  'fifth writer': fifthSet,
}

/**
 * Measures the workflows that rules plan from descriptions: how many do not run to the end on the data of their files,
 * and how many do not do what was asked. The author of the rules wrote the first two sets. Four writers who had not
 * seen the rules wrote the others. With the rules at the time of the first reading, 5 of 30 and 5 of 30 descriptions of
 * the first writer did what was asked, 7 of 30 and 5 of 30 of the second, 42 of 100 of the third and 17 of 45 of the
 * fifth. The rules were then changed for all sets except the untouched half of the second writer, of which no
 * description was read. Before sentences became queries, 19 of 40 descriptions of the first and third writers that had
 * not been read until then did what was asked. The rules then changed for 240 more descriptions, which are not in the
 * repository. Of the untouched half, 11 of 30 did what was asked before that change and 10 after it.
 */
export async function benchDescriptions(reportProgress: ReturnType<Progress>): Promise<BenchCase[]> {
  const result: BenchCase[] = []
  for (const [set, descriptions] of Object.entries(sets)) {
    const scored = await scoreDescriptions(descriptions, (index) => reportProgress(`descriptions, ${set}`, index))
    const percent = (list: readonly unknown[]) => summarize([(100 * list.length) / scored.length])
    const stopped = scored.filter(({ completes }) => !completes)
    const wrong = scored.filter(({ isRight }) => !isRight)
    const silent = wrong.filter(({ completes, ignored }) => completes && ignored.length === 0)
    // Do not list the reasons for the untouched halves, so that the rules are not changed for them.
    const list = (some: typeof scored): string =>
      set.includes('untouched') ? '' : some.map(({ text, reason }) => `${text} (${reason})`).join(' | ')
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
