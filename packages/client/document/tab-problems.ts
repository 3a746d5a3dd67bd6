import { info, type Problem } from '@aw-flow/schema'

/** Returns a problem that reports merged changes from another tab, with the number of conflicts. */
export const createMergedProblem = (conflicts: number): Problem => info('document.merged', { conflicts })

/** Returns a problem that reports that another tab's version was saved as a separate document with this name. */
export const createConflictCopyProblem = (name: string): Problem => info('document.kept-both', { name })
