import { info, type Problem } from '@aw-flow/schema'

/** Reports that changes of another tab were merged into the document, with the number of conflicts. */
export const mergedWithTab = (conflicts: number): Problem => info('document.merged', { conflicts })

/** Reports that the version of another tab was saved beside this document, under this name. */
export const keptBoth = (name: string): Problem => info('document.kept-both', { name })
