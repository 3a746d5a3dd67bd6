import type { createMapTools } from './map-tools.ts'

/** Regions, projections, drawing code and strings for maps, loaded when the first map is shown. */
export type MapTools = Awaited<ReturnType<typeof createMapTools>>

/** Loads the map tools with strings in the given language. */
export const loadMapTools = async (language: string): Promise<MapTools> =>
  (await import('./map-tools.ts')).createMapTools(language)
