import { info, type Problem } from '@aw-flow/schema'

/** Creates the notification that another tab's changes were merged with the given number of conflicts. */
export const createMergeNotification = (conflictCount: number): Problem =>
  info('document.merged', { conflicts: conflictCount })

/** Creates the notification that conflicting changes were saved as a separate document with this name. */
export const createConflictCopyNotification = (name: string): Problem => info('document.saved-both', { name })
