import type { TestSpecification } from 'vitest/node'
import { BaseSequencer } from 'vitest/node'

/** By far the slowest files. They start first, so that none of them runs alone at the end. */
const slowestFiles = [
  'server/runs/shared-runs.test.ts',
  'packages/data/node/node-tables.test.ts',
  'server/backup/backup.test.ts',
  'test/bench/real/real.test.ts',
  'packages/embed/manifest/write-types.test.ts',
  'packages/agents/cosmo-ready.test.ts',
  'test/fuzz/hostile-files.test.ts',
  'packages/sandbox/node/sandbox.test.ts',
  'packages/cli/resume.process.test.ts',
  'server/runs/run-children.process.test.ts',
  'packages/cli/commands/data.process.test.ts',
]

/** The order of test files: the slowest files first, then vitest's own order. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = slowestFiles.findIndex((path) => moduleId.endsWith(path))
      return found === -1 ? slowestFiles.length : found
    }
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}
