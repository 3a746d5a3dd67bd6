import { LitElement, type PropertyDeclarations } from 'lit'
import { LanguageController } from '../language/strings.ts'
import type { Workspace } from '../workspace.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import { QueryController, type UrlFields } from './query-controller.ts'

/** An element class with the statics of `LitElement`, whose instances have additional properties. */
export type ElementClass<Instance> = Omit<typeof LitElement, 'prototype'> & (new () => Instance)

/**
 * Creates the base class of an element. The keys of `defaults` are the element's reactive properties, and its values
 * are their initial values. The element also updates when the language changes.
 *
 * One object states a property's name, type, initial value and meaning, so they cannot differ.
 *
 * @example
 *   class RetentionPanel extends element({
 *     account: undefined as Account | undefined,
 *     // `undefined` while the retention periods are loading.
 *     items: undefined as readonly RetentionItem[] | undefined,
 *   }) {}
 */
export function element<Properties extends object>(defaults: Properties): ElementClass<LitElement & Properties> {
  class StudioElement extends LitElement {
    static override properties = declareProperties(defaults)

    constructor() {
      super()
      Object.assign(this, defaults)
      this.addController(new LanguageController(this))
    }
  }
  return StudioElement as unknown as ElementClass<LitElement & Properties>
}

/**
 * Creates the base class of an element without a shadow root and without a box of its own, so that it uses the styles and
 * the layout of the element that contains it.
 */
export function inlineElement<Properties extends object>(defaults: Properties): ElementClass<LitElement & Properties> {
  const Base: ElementClass<LitElement> = element(defaults)
  class InlineElement extends Base {
    override connectedCallback(): void {
      super.connectedCallback()
      this.style.display = 'contents'
    }

    protected override createRenderRoot(): this {
      return this
    }
  }
  return InlineElement as unknown as ElementClass<LitElement & Properties>
}

/** Properties that every page has. */
export interface PageProperties {
  workspace: Workspace | undefined
  /** Query string of the URL. `undefined` if the page has no URL. */
  query: string | undefined
}

/**
 * Creates the base class of an element that shows data of the workspace, as `element` does. The element also updates
 * when the workspace changes. The static `urlFields` of its class lists the properties that are part of the URL.
 */
export function page<Properties extends object>(
  defaults: Properties,
): ElementClass<LitElement & PageProperties & Properties> & { urlFields?: UrlFields<never> } {
  class StudioPage extends LitElement {
    static urlFields?: UrlFields<never>
    static override properties = declareProperties({ workspace: undefined, query: undefined, ...defaults })
    declare workspace: Workspace | undefined
    declare query: string | undefined

    constructor() {
      super()
      Object.assign(this, defaults)
      this.addController(new WorkspaceController(this))
      const { urlFields } = this.constructor as typeof StudioPage
      if (urlFields) this.addController(new QueryController(this, urlFields))
    }
  }
  return StudioPage as unknown as ReturnType<typeof page<Properties>>
}

const declareProperties = (defaults: object): PropertyDeclarations =>
  Object.fromEntries(Object.keys(defaults).map((name) => [name, { attribute: false }]))
