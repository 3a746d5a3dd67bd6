import type { BenchCase } from '../bench-case.ts'
import type { Progress } from '../progress.ts'
import { runParts } from '../run-parts.ts'
import { checkCases } from './check-cases.ts'
import { prepareCases } from './prepare-cases.ts'
import { measureProfileCases } from './profile-cases.ts'

/** Measures the run time and accuracy of preparing, profiling and checking. */
export const benchPrepare = (progress: Progress): Promise<BenchCase[]> =>
  runParts({ prepare: prepareCases, check: checkCases, profile: measureProfileCases }, progress)
