import { selectPageCases, sizes } from '../../../test/sizes.ts'
import type { TestPlatform, TestApi } from '../tables/test-case.ts'
import { describeFormats } from '../tables/test-formats-suite.ts'
import { describeDialects } from '../tables/test-dialects-suite.ts'
import { describeLoading } from '../tables/test-load-suite.ts'
import { describeLockDown } from '../tables/test-lock-down-suite.ts'
import { describeQueries } from '../tables/test-query-suite.ts'
import { describeRegions } from '../tables/test-regions-suite.ts'
import { describeRoundTrip, describeTypedReading } from '../tables/test-round-trip-suite.ts'
import { describeTables } from '../tables/test-tables-suite.ts'
import { describeWriting } from '../tables/test-write-suite.ts'

interface Case {
  /** Cases with the same number share a worker and its DuckDB. */
  worker: number
  group: string
  title: string
  run: () => Promise<void>
  timeout: number | undefined
}

/**
 * Suites by worker: starting a worker takes seconds, and data left by one suite reduces the memory for the next one. If
 * only some of the cases run, all suites share a worker.
 */
const suites = [
  [describeTables, describeWriting, describeLoading],
  [describeFormats],
  [describeLockDown, describeRoundTrip, describeTypedReading],
  [describeRegions, describeDialects],
  [describeQueries],
]

/**
 * Lists the suites' cases at this test level, so that the page can refer to its worker's cases by index. `platform` is
 * completed later.
 */
export function listCases(): { cases: Case[]; platform: TestPlatform } {
  const cases: Case[] = []
  const failOutsideWorker = (): never => {
    throw new Error('Cases are run in the worker.')
  }
  const platform: TestPlatform = { tables: failOutsideWorker, connection: failOutsideWorker, file: failOutsideWorker }
  for (const [index, workerSuites] of suites.entries()) {
    const worker = sizes.pageEveryNth === 1 ? index : 0
    let group = ''
    const suiteCases: Case[] = []
    const api: TestApi = {
      describe(title, define) {
        group = title
        define()
      },
      it: (title, run, timeout) => void suiteCases.push({ worker, group, title, run, timeout }),
    }
    for (const describeSuite of workerSuites) describeSuite(api, platform)
    // The query suite counts the tables that its cases leave behind, and has already selected its cases.
    cases.push(...(workerSuites.includes(describeQueries) ? suiteCases : selectPageCases(suiteCases)))
  }
  return { cases, platform }
}
