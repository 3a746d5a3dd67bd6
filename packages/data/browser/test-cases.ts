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
  group: string
  title: string
  run: () => Promise<void>
  timeout: number | undefined
}

/** The suites as a list, so that the page can name the cases that its worker runs. `place` is filled in later. */
export function listCases(): { cases: Case[]; place: Place } {
  const cases: Case[] = []
  const later = (): never => {
    throw new Error('Cases are run in the worker.')
  }
  const place: Place = { tables: later, connection: later, file: later }
  let group = ''
  const api: TestApi = {
    describe(title, define) {
      group = title
      define()
    },
    it: (title, run, timeout) => void cases.push({ group, title, run, timeout }),
  }
  describeTables(api, place)
  describeWriting(api, place)
  describeLoads(api, place)
  describeFormats(api, place)
  describeLockDown(api, place)
  describeRoundTrip(api, place)
  describeTypedReading(api, place)
  describeRegions(api, place)
  describeDialects(api, place)
  describeQueries(api, place)
  return { cases, place }
}
