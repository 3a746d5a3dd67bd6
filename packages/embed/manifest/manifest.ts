/** The parts of a custom elements manifest (schema 1.0.0) that are used here. */
export interface Manifest {
  schemaVersion: string
  modules: Module[]
}

export interface Module {
  path: string
  declarations?: Declaration[]
  exports?: { kind: string; name: string; declaration: { name: string; module?: string } }[]
}

export interface Declaration {
  kind: string
  name: string
  description?: string | undefined
  superclass?: { name: string }
  tagName?: string
  /** The tier of the public API, from the comment of the class. */
  tier?: 'public' | 'beta'
  customElement?: boolean
  members?: Member[] | undefined
  attributes?: { name: string; fieldName?: string; description?: string | undefined }[]
  events?: { name: string; type: { text: string }; description?: string }[]
  cssParts?: { name: string; description?: string }[]
  cssProperties?: { name: string; description?: string; default?: string }[] | undefined
  slots?: { name: string; description?: string }[]
}

/** A property or a method. */
export interface Member {
  kind: string
  name: string
  description?: string | undefined
  privacy?: string
  static?: boolean
  /** For a deprecated name: what to use instead. */
  deprecated?: string | boolean
  readonly?: boolean
  type?: { text: string }
}
