import { benchCase, type BenchCase } from '../bench-case.ts'
import { summarize } from '../measure.ts'
import type { Progress } from '../progress.ts'
import { untouchedCommonForms } from './questions/common-forms-untouched.ts'
import { commonForms } from './questions/common-forms.ts'
import { scoreQuestions } from './questions/score-questions.ts'
import { tunedQuestions } from './questions/tuned.ts'
import { untouchedQuestions } from './questions/untouched.ts'

/**
 * Measures how rules answer questions about tables. One set of questions was used to develop the rules; another was
 * written before the rules. When the second set was first asked, 35 of 40 answers were right and 2 were wrong without
 * notice; the rules were then changed for those 2.
 */
export async function benchAskData(reportProgress: ReturnType<Progress>): Promise<BenchCase[]> {
  const cases: BenchCase[] = []
  const sets = {
    tuned: tunedQuestions,
    'written before the rules': untouchedQuestions,
    'common forms, first half': commonForms,
    'common forms, untouched half': untouchedCommonForms,
  }
  for (const [index, [set, questions]] of Object.entries(sets).entries()) {
    reportProgress(`ask the data, ${set}`, index)
    const scored = await scoreQuestions(questions)
    const right = scored.filter(({ outcome }) => outcome === 'right')
    const wrong = scored.filter(({ outcome }) => outcome === 'wrong')
    const notRight = scored.filter(({ outcome }) => outcome !== 'right').map(({ question }) => question)
    cases.push(
      benchCase({
        case: `ask the data, ${set}`,
        unit: '% not right',
        measured: { ours: summarize([(100 * notRight.length) / scored.length]) },
        goal: 20,
        floor: 40,
        note: `${right.length} of ${scored.length} right; not right: ${notRight.join(' | ')}`,
      }),
      benchCase({
        case: `ask the data, ${set}, wrong without notice`,
        unit: '% of questions',
        measured: { ours: summarize([(100 * wrong.length) / scored.length]) },
        goal: 0,
        floor: 5,
      }),
      benchCase({
        case: `ask the data, ${set}, time of an answer`,
        unit: 'ms',
        measured: { ours: summarize(scored.map(({ ms }) => ms)) },
        goal: 50,
      }),
    )
  }
  return cases
}
