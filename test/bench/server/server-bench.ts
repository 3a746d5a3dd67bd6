import type { BenchCase } from '../bench-case.ts'
import type { Progress } from '../progress.ts'
import { runParts } from '../run-parts.ts'
import { accountCases } from './accounts/account-cases.ts'
import { userLoad } from './accounts/user-load.ts'
import { analyticsCases } from './analytics-cases.ts'
import { httpCases } from './http-cases.ts'
import { liveCases } from './live-cases.ts'
import { benchRuns } from './run-cases.ts'

/** Measures the server, with the load on the same machine. */
export const benchServer = (progress: Progress): Promise<BenchCase[]> =>
  runParts(
    {
      runs: benchRuns,
      http: httpCases,
      live: liveCases,
      accounts: accountCases,
      users: userLoad,
      analytics: analyticsCases,
    },
    progress,
  )
