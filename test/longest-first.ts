import type { TestSpecification } from 'vitest/node'
import { BaseSequencer } from 'vitest/node'
import { slowestFiles } from './slowest-files.ts'

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
