import type { BenchCase } from '../bench-case.ts'
import type { Progress } from '../progress.ts'
import { runParts } from '../run-parts.ts'
import { measureAccountCases } from './accounts/account-cases.ts'
import { userLoad } from './accounts/user-load.ts'
import { measureAnalyticsCases } from './analytics-cases.ts'
import { measureHttpCases } from './http-cases.ts'
import { measureLiveCases } from './live-cases.ts'
import { measureTogetherCases } from './together-cases.ts'
import { benchRuns } from './run-cases.ts'

/** Measures the server, with the load on the same machine. */
export const benchServer = (progress: Progress): Promise<BenchCase[]> =>
  runParts(
    {
      runs: benchRuns,
      http: measureHttpCases,
      live: measureLiveCases,
      together: measureTogetherCases,
      accounts: measureAccountCases,
      users: userLoad,
      analytics: measureAnalyticsCases,
    },
    progress,
  )
