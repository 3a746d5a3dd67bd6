import { loadLazyTexts } from '../../language/languages.ts'
import type { TableSource } from '../table-source.ts'
import { drawMap } from './draw-map.ts'
import { readPoints, readRegions, type MapData, type MapHelpers } from './map-data.ts'
import type { MapSpec } from './map-spec.ts'
import { mapStrings } from './map-strings.ts'
import { loadRegions, readCustomRegions, type CustomRegions, type RegionIndex } from './regions.ts'

/**
 * Creates the map tools with strings in the given language.
 */
export async function createMapTools(language: string) {
  const strings = await loadLazyTexts(language, 'map', mapStrings)
  const indexes = new Map<MapSpec['area'], Promise<RegionIndex>>()
  const getIndex = (area: MapSpec['area'], customRegions: CustomRegions | undefined): Promise<RegionIndex> => {
    if (area === 'own') return loadRegions(area, language, customRegions)
    const indexPromise = indexes.get(area) ?? loadRegions(area, language, customRegions)
    indexes.set(area, indexPromise)
    // Retries a failed load on the next call.
    indexPromise.catch(() => indexes.delete(area))
    return indexPromise
  }
  return {
    strings,
    drawMap,
    readCustomRegions: (file: File) => readCustomRegions(file, strings),
    /** Reads a map's data and the regions of its area. */
    async read(
      source: TableSource,
      spec: MapSpec,
      customRegions: CustomRegions | undefined,
      helpers: MapHelpers,
    ): Promise<{ data: MapData; index: RegionIndex }> {
      const index = await getIndex(spec.area, customRegions)
      const context = { ...helpers, language, strings }
      const data =
        spec.mark === 'points'
          ? await readPoints(source, spec, context)
          : await readRegions(source, spec, index, context)
      return { data, index }
    },
  }
}

/** Regions, projections, drawing code and strings for maps, loaded when the first map is shown. */
export type MapTools = Awaited<ReturnType<typeof createMapTools>>
