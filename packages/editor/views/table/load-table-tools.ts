import type { createTableTools } from './table-tools.ts'

/**
 * Value filters, statistics, groups, column formats and copy formats, with their UI strings. Loaded after the table.
 */
export type TableTools = Awaited<ReturnType<typeof createTableTools>>

/** Loads the table tools with strings in the given language. */
export const loadTableTools = async (language: string): Promise<TableTools> =>
  (await import('./table-tools.ts')).createTableTools(language)
