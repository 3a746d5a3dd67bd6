import { LitElement, type PropertyDeclaration, type PropertyDeclarations } from 'lit'

/** An element class with the statics of `LitElement`, whose instances have additional properties. @internal */
export type ElementClass<Instance> = Omit<typeof LitElement, 'prototype'> & (new () => Instance)

/**
 * Creates the base class of an element. The keys of `defaults` are the element's reactive properties, and its values
 * are their initial values, which instances share. Names of internal properties start with `_`.
 *
 * One object states a property's name, type, initial value and meaning, so they cannot differ.
 *
 * @param attributes - Options of the properties that are also attributes. `{}`: an attribute with a text.
 * @example
 *   class AwNote extends element({ text: '', _isOpen: false }, { text: { reflect: true } }) {}
 * @internal
 */
export function element<Properties extends object>(
  defaults: Properties,
  attributes: { readonly [Name in keyof Properties]?: PropertyDeclaration } = {},
): ElementClass<LitElement & Properties> {
  const names = Object.keys(defaults)
  class AwElement extends LitElement {
    static override properties: PropertyDeclarations = {
      ...Object.fromEntries(names.map((name) => [name, { attribute: false }])),
      ...attributes,
    }

    constructor() {
      super()
      Object.assign(this, defaults)
    }
  }
  return AwElement as unknown as ElementClass<LitElement & Properties>
}
