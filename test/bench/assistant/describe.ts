import { benchCase, type BenchCase } from '../bench-case.ts'
import { summarize } from '../measure.ts'
import type { Progress } from '../progress.ts'
import { scoreDescribedSteps, scoreNamedClauses, type ScoredStep } from './descriptions/described-steps.ts'
import { scoreDescriptions } from './descriptions/score-descriptions.ts'
import { readDescribedWorkflows, workflowSets } from './descriptions/workflow-description.ts'

const percent = (part: readonly unknown[], all: readonly unknown[]) => summarize([(100 * part.length) / all.length])

/**
 * Measures the plans for descriptions without a language model.
 *
 * A plan is wrong without notice if it reports no part as not understood, is not a template, and does not have the
 * expected result: for workflows, the rows of a handwritten statement on the data of the files; for steps, the expected
 * nodes with equal settings. The percentage is of all descriptions; the note has it for the plans without a notice.
 *
 * Columns and values are only recognized if they are written literally, so most descriptions by strangers are answered
 * with a notice. How many are answered without one is reported and has no limit.
 *
 * One half of the texts was used while the reader was written; the other was read once, when it was complete. At that
 * reading, 56 of 69 clauses that name a step and its columns were planned as requested (74 of 83 of the first half), 2
 * of 150 steps and 1 of 162 workflows were wrong without notice. Nine kinds of clauses were mended afterwards, six of
 * them found in the untouched half.
 */
export async function benchDescriptions(reportProgress: ReturnType<Progress>): Promise<BenchCase[]> {
  const result: BenchCase[] = [
    ...describeHalves('clauses that name a step and its columns', await scoreNamedClauses(), 10),
    ...describeHalves('steps', await scoreDescribedSteps()),
  ]
  for (const set of workflowSets) {
    const scored = await scoreDescriptions(readDescribedWorkflows(set), (index) =>
      reportProgress(`descriptions, ${set}`, index),
    )
    const answered = scored.filter(({ hasNotice }) => !hasNotice)
    const wrong = answered.filter(({ isRight }) => !isRight)
    result.push(
      benchCase({
        case: `descriptions, ${set}, wrong without notice`,
        unit: '% of descriptions',
        measured: { ours: percent(wrong, scored) },
        floor: 5,
        note: wrong.map(({ text, reason }) => `${text} (${reason})`).join(' | '),
      }),
      benchCase({
        case: `descriptions, ${set}, answered with a notice`,
        unit: '% of descriptions',
        measured: {
          ours: percent(
            scored.filter(({ hasNotice }) => hasNotice),
            scored,
          ),
        },
        note: `${answered.length - wrong.length} of ${scored.length} do what was asked, without a notice.`,
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

/**
 * Describes the plans for each half of a set.
 *
 * @param maxNotRight - The maximum percentage of plans that are not right, if it has a limit.
 */
const describeHalves = (name: string, scored: readonly ScoredStep[], maxNotRight?: number): BenchCase[] =>
  (['first', 'untouched'] as const).flatMap((half) => {
    const all = scored.filter((step) => step.half === half)
    const answered = all.filter(({ hasNotice }) => !hasNotice)
    const wrong = answered.filter(({ isRight }) => !isRight)
    const notRight = all.filter(({ isRight }) => !isRight)
    return [
      benchCase({
        case: `descriptions, ${name}, ${half} half, not right`,
        unit: '% of descriptions',
        measured: { ours: percent(notRight, all) },
        ...(maxNotRight === undefined ? {} : { floor: maxNotRight }),
        note: `${all.length - notRight.length} of ${all.length} are right.`,
      }),
      benchCase({
        case: `descriptions, ${name}, ${half} half, wrong without notice`,
        unit: '% of descriptions',
        measured: { ours: percent(wrong, all) },
        floor: 5,
        note: `${wrong.length} of ${answered.length} plans without a notice. ${wrong.map(({ text }) => text).join(' | ')}`,
      }),
    ]
  })
