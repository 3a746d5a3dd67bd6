/** The subset of the custom elements manifest (schema 1.0.0) that is used here. */
export interface Manifest {
  schemaVersion: string
  modules: Module[]
}

/** A JavaScript module and its declarations. */
export interface Module {
  path: string
  declarations?: Declaration[]
  exports?: { kind: string; name: string; declaration: { name: string; module?: string } }[]
}

/** A stability level of the API. `beta` names may change in a minor version. */
export type Tier = 'public' | 'beta'

/** A slot, CSS part or CSS custom property. */
export interface Feature {
  name: string
  description?: string | undefined
  /** The stability level. Equals that of the element, unless the description in the source starts with `{@beta}`. */
  tier?: Tier
}

/** A declaration in a module, such as a class. */
export interface Declaration {
  kind: string
  name: string
  description?: string | undefined
  superclass?: { name: string }
  tagName?: string
  /** The stability level of the API, from the comment of the class. */
  tier?: Tier
  customElement?: boolean
  /** Code of the class's `@example`. */
  example?: string
  members?: Member[] | undefined
  attributes?: Attribute[]
  /** Events that the element dispatches. An event is also `beta` if its class is `beta`. */
  events?: (Feature & { type: { text: string } })[]
  cssParts?: Feature[]
  cssProperties?: (Feature & { default?: string })[] | undefined
  slots?: Feature[]
}

export interface Attribute {
  name: string
  /** Name of the property with the same value. */
  fieldName?: string
  description?: string | undefined
  type?: { text: string }
  default?: string | undefined
}

/** A property or method. */
export interface Member {
  kind: string
  name: string
  description?: string | undefined
  privacy?: string
  static?: boolean
  /** The deprecation notice, such as the replacement to use. */
  deprecated?: string | boolean
  readonly?: boolean
  type?: { text: string }
  /** The initial value, as source text. */
  default?: string | undefined
  /** Name of the attribute with the same value. */
  attribute?: string | undefined
  reflects?: boolean | undefined
}
