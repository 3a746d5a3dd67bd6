import type { createTableTools } from './table-tools.ts'

/** Filters by value, statistics, groups and formats for copying, with their UI strings. Loaded after the table. */
export type TableTools = Awaited<ReturnType<typeof createTableTools>>

/** Loads the tools with their UI strings in a language. */
export const loadTableTools = async (language: string): Promise<TableTools> =>
  (await import('./table-tools.ts')).createTableTools(language)
