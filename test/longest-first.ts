import type { TestSpecification } from 'vitest/node'
import { BaseSequencer } from 'vitest/node'

/** The slowest files by far. They start first, so that none of them runs alone at the end. */
const slowestFiles = [
  // Collects garbage often, which takes longest in a process that has loaded much.
  'packages/data/formats/unpack-memory.test.ts',
  'server/runs/shared-runs.test.ts',
  'server/backup/backup.test.ts',
  'packages/data/node/node-tables.test.ts',
  'server/hostile-routes.test.ts',
  'server/triggers/schedules/schedules.test.ts',
  'server/store/database/migrate.test.ts',
  'server/isolation.test.ts',
  'test/fuzz/hostile-files.test.ts',
  'server/live/live.test.ts',
  'packages/agents/cosmo-ready.test.ts',
  'packages/sandbox/node/sandbox.test.ts',
  'packages/cli/resume.process.test.ts',
  'server/processes/child-process-executor.process.test.ts',
  'packages/cli/commands/data/data.process.test.ts',
]

/** Sorts test files: the slowest files first, then vitest's own order. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const index = slowestFiles.findIndex((path) => moduleId.endsWith(path))
      return index === -1 ? slowestFiles.length : index
    }
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}
