import type { TestSpecification } from 'vitest/node'
import { BaseSequencer } from 'vitest/node'

/** What takes longest by far begins first, so that no worker is left with it when all others are done. */
const longest = [
  'packages/data/node/node-tables.test.ts',
  'test/fuzz/hostile-files.test.ts',
  'packages/sandbox/node/sandbox.test.ts',
  'test/labels/semantic/executed.test.ts',
  'test/bench/real/real.test.ts',
]

/** The order of test files: the longest first, then as vitest has it. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const found = longest.findIndex((path) => moduleId.endsWith(path))
      return found === -1 ? longest.length : found
    }
    return (await super.sort(files)).sort((one, other) => place(one) - place(other))
  }
}
