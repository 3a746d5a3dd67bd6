import type { createMapTools } from './map-tools.ts'

/** Regions, projections and drawing of maps, with their strings. They are loaded when the first map is shown. */
export type MapTools = Awaited<ReturnType<typeof createMapTools>>

/** Loads the tools with their strings in a language. */
export const loadMapTools = async (language: string): Promise<MapTools> =>
  (await import('./map-tools.ts')).createMapTools(language)
