import type fc from 'fast-check'
import type { CheckName } from './checks/open-check.ts'

/** A kind of input that is fuzzed. */
export interface FuzzTarget {
  /** Also the name of its folder in `corpus`. */
  name: string
  /** File extension of its corpus files, without a dot. */
  extension: string
  inputs: fc.Arbitrary<Uint8Array>
  /** The code that receives the inputs. */
  check: CheckName
  /** Further limits; the defaults are in `fuzz-process.ts`. */
  maxCpuMs?: number
}
