declare module 'topojson-client' {
  /** A collection of geometries of a topology. The features are polygons, as in the atlases. */
  export interface AtlasFeature {
    readonly type: 'Feature'
    readonly id?: string | number
    readonly properties: { readonly name: string }
    readonly geometry:
      | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly (readonly number[])[])[] }
      | {
          readonly type: 'MultiPolygon'
          readonly coordinates: readonly (readonly (readonly (readonly number[])[])[])[]
        }
  }
  export function feature(topology: object, collection: object): { readonly features: readonly AtlasFeature[] }
}

declare module 'world-atlas/countries-50m.json' {
  const topology: { readonly objects: { readonly countries: object } }
  export default topology
}

declare module 'us-atlas/states-10m.json' {
  const topology: { readonly objects: { readonly states: object } }
  export default topology
}
