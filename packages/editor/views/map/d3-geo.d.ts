declare module 'd3-geo' {
  export interface GeoProjection {
    (point: readonly [longitude: number, latitude: number]): [x: number, y: number] | null
    fitExtent(extent: readonly [readonly [number, number], readonly [number, number]], object: object): this
  }
  export function geoEqualEarth(): GeoProjection
  export function geoAlbersUsa(): GeoProjection
  export function geoMercator(): GeoProjection
  export function geoPath(projection: GeoProjection): {
    (object: object): string | null
    centroid(object: object): [x: number, y: number]
  }
  /** Returns the area in steradians. */
  export function geoArea(object: object): number
  export function geoGraticule10(): object
}
