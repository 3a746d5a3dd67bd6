import type { BenchCase } from '../bench-case.ts'
import type { Progress } from '../progress.ts'
import { checkCases } from './check-cases.ts'
import { prepareCases } from './prepare-cases.ts'
import { profileCases } from './profile-cases.ts'

/** What preparing, profiling and checking cost, and how right they are. */
export async function benchPrepare(progress: Progress): Promise<BenchCase[]> {
  return [...(await prepareCases(progress)), ...(await checkCases(progress)), ...(await profileCases(progress))]
}
