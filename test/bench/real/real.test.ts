import { beforeAll, describe, expect, it } from 'vitest'
import { hasRealFiles, judgeRealFiles, tally, type JudgedFile } from './judge-real-files.ts'

const present = hasRealFiles()
/** Minimum percentages on the half that the rules are tuned on. They must not decrease. */
const reached = { encoding: 100, dialect: 99, header: 97, region: 95 }

describe.skipIf(!present)(
  `published files${present ? '' : ' (skipped: ../shared/messy/real.tar.xz is not here)'}`,
  () => {
    let files: JudgedFile[]
    beforeAll(async () => {
      files = await judgeRealFiles('tune')
    })

    it.each(Object.entries(reached) as [keyof typeof reached, number][])(
      '%s is right on %i %% of them',
      (question, floor) => {
        const { right, of } = tally(files)[question]
        const wrong = files.filter(({ verdict }) => verdict[question] === false).map(({ name }) => name)
        expect((100 * right) / of, wrong.join(', ')).toBeGreaterThanOrEqual(floor)
      },
    )
  },
)
