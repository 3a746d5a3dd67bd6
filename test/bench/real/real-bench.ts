import { benchCase, type BenchCase } from '../bench-case.ts'
import { summarize } from '../measure.ts'
import { hasRealFiles, judgeRealFiles, tally, type JudgedFile } from './judge-real-files.ts'
import { questions } from './judge-plan.ts'

/**
 * Published files, told nothing about, against what a careful reader says of them: the share of files that are planned
 * wrongly, a question and half. `judge` is the half by which rules are never made; only its total may be looked at.
 */
export async function benchReal(): Promise<BenchCase[]> {
  if (!hasRealFiles())
    throw new Error('The published files are not there: put shared/messy/real.tar.xz beside the project.')
  const files = await judgeRealFiles()
  return (['judge', 'tune'] as const).flatMap((half) => {
    const judged = files.filter((file) => file.half === half)
    return questions.map((question) => {
      const { right, of, doubtful } = tally(judged)[question]
      return benchCase({
        case: `${half}: ${question}`,
        unit: '% of files wrong',
        measured: { ours: summarize([(100 * (of - right)) / of]) },
        goal: 5,
        floor: 10,
        note: `${right} of ${of} right, ${doubtful} in doubt and left out${half === 'tune' ? `; ${bySet(judged, question)}` : ''}`,
      })
    })
  })
}

function bySet(files: readonly JudgedFile[], question: (typeof questions)[number]): string {
  const sets = [...new Set(files.map(({ set }) => set))].sort()
  return sets
    .map((set) => {
      const { right, of } = tally(files.filter((file) => file.set === set))[question]
      return `${set} ${right}/${of}`
    })
    .join(', ')
}
