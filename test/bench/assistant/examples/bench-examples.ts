import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchCase, type BenchCase } from '../../bench-case.ts'
import { summarize } from '../../measure.ts'
import type { Progress } from '../../progress.ts'
import { scoreDescriptions, type ScoredDescription } from '../descriptions/score-descriptions.ts'
import { exampleFiles, readExamples } from './read-examples.ts'

/** The file that is only measured: the rules must not be changed for it, so it must not be read. */
const closedFile = 'companies'

/**
 * Measures the planner on 2,002 descriptions of work with 143 small tables, by five writers. They are for developing a
 * planner, except those of the closed file. The descriptions are harder than those of the other sets: most have several
 * steps, and many name columns and values by their meaning. A table has 6 to 10 rows, so a wrong workflow can have the
 * expected rows by chance.
 */
export async function benchExamples(reportProgress: ReturnType<Progress>): Promise<BenchCase[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-examples-'))
  try {
    const result: BenchCase[] = []
    for (const file of exampleFiles) {
      const scored: ScoredDescription[] = []
      for (const topic of await readExamples(file, folder)) {
        reportProgress(`examples, ${file}`, scored.length)
        scored.push(...(await scoreDescriptions(topic)))
      }
      const counted: Readonly<Record<string, readonly ScoredDescription[]>> = {
        'answered with a notice': scored.filter(({ hasNotice }) => hasNotice),
        'do not do what was asked': scored.filter(({ isRight }) => !isRight),
        'wrong without notice': scored.filter(({ hasNotice, isRight }) => !hasNotice && !isRight),
      }
      for (const [name, some] of Object.entries(counted)) {
        result.push(
          benchCase({
            case: `examples, ${file}${file === closedFile ? ' (closed)' : ''}, ${name}`,
            unit: '% of descriptions',
            measured: { ours: summarize([(100 * some.length) / scored.length]) },
            note: `${some.length} of ${scored.length}`,
          }),
        )
      }
    }
    return result
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
