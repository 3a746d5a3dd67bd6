import type { Place, TestApi } from '../tables/test-case.ts'
import { describeLoads } from '../tables/test-load-suite.ts'
import { describeLockDown } from '../tables/test-lock-down-suite.ts'
import { describeRoundTrip } from '../tables/test-round-trip-suite.ts'
import { describeTables } from '../tables/test-tables-suite.ts'

/** The suites as a list, so that the page can name the cases that its worker runs. `place` is filled in later. */
export function listCases(): { cases: { group: string; title: string; run: () => Promise<void> }[]; place: Place } {
  const cases: ReturnType<typeof listCases>['cases'] = []
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
    it: (title, run) => void cases.push({ group, title, run }),
  }
  describeTables(api, place)
  describeLoads(api, place)
  describeLockDown(api, place)
  describeRoundTrip(api, place)
  return { cases, place }
}
