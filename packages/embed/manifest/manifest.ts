/** The parts of a custom elements manifest (schema 1.0.0) that are used here. */
export interface Manifest {
  schemaVersion: string
  modules: Module[]
}

/** A JavaScript module with its declarations. */
export interface Module {
  path: string
  declarations?: Declaration[]
  exports?: { kind: string; name: string; declaration: { name: string; module?: string } }[]
}

/** A tier of the public API: `beta` names may change in a minor version. */
export type Tier = 'public' | 'beta'

/** A slot, a CSS part or a custom property. */
export interface Feature {
  name: string
  description?: string | undefined
  /** The tier of the element, unless the description begins with `{@beta}` in the source. */
  tier?: Tier
}

/** A class or another declaration of a module. */
export interface Declaration {
  kind: string
  name: string
  description?: string | undefined
  superclass?: { name: string }
  tagName?: string
  /** The tier of the public API, from the comment of the class. */
  tier?: Tier
  customElement?: boolean
  /** The code of the `@example` of the class. */
  example?: string
  members?: Member[] | undefined
  attributes?: { name: string; fieldName?: string; description?: string | undefined }[]
  /** The events that the element dispatches. An event is also `beta` if its class is. */
  events?: (Feature & { type: { text: string } })[]
  cssParts?: Feature[]
  cssProperties?: (Feature & { default?: string })[] | undefined
  slots?: Feature[]
}

/** A property or a method. */
export interface Member {
  kind: string
  name: string
  description?: string | undefined
  privacy?: string
  static?: boolean
  /** For a deprecated name, its replacement. */
  deprecated?: string | boolean
  readonly?: boolean
  type?: { text: string }
}
