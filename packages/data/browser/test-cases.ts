import { selectPageCases } from '../../../test/sizes.ts'
import type { Place, TestApi } from '../tables/test-case.ts'
import { describeFormats } from '../tables/test-formats-suite.ts'
import { describeDialects } from '../tables/test-dialects-suite.ts'
import { describeLoads } from '../tables/test-load-suite.ts'
import { describeLockDown } from '../tables/test-lock-down-suite.ts'
import { describeQueries } from '../tables/test-query-suite.ts'
import { describeRegions } from '../tables/test-regions-suite.ts'
import { describeRoundTrip, describeTypedReading } from '../tables/test-round-trip-suite.ts'
import { describeTables } from '../tables/test-tables-suite.ts'
import { describeWriting } from '../tables/test-write-suite.ts'

interface Case {
  /** The cases of one number share a worker with its DuckDB. */
  worker: number
  group: string
  title: string
  run: () => Promise<void>
  timeout: number | undefined
}

/**
 * The suites, those that share a worker together: to start one takes seconds, and what has been left in one fills the memory
 * of those that follow in it.
 */
const suites = [
  [describeTables, describeWriting, describeLoads],
  [describeFormats],
  [describeLockDown, describeRoundTrip, describeTypedReading],
  [describeRegions, describeDialects],
  [describeQueries],
]

/** The suites as a list of the cases that this level runs, so that the page can name the cases of its worker. `place` is filled in later. */
export function listCases(): { cases: Case[]; place: Place } {
  const cases: Case[] = []
  const later = (): never => {
    throw new Error('Cases are run in the worker.')
  }
  const place: Place = { tables: later, connection: later, file: later }
  for (const [worker, together] of suites.entries()) {
    let group = ''
    const own: Case[] = []
    const api: TestApi = {
      describe(title, define) {
        group = title
        define()
      },
      it: (title, run, timeout) => void own.push({ worker, group, title, run, timeout }),
    }
    for (const describeSuite of together) describeSuite(api, place)
    // The query suite counts what its cases leave behind, and has selected them already.
    cases.push(...(together.includes(describeQueries) ? own : selectPageCases(own)))
  }
  return { cases, place }
}
