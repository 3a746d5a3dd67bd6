import { element as baseElement, type ElementClass } from '@aw-flow/editor'
import type { LitElement } from 'lit'
import { LanguageController } from '../language/strings.ts'
import type { Workspace } from '../workspace.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import { QueryController, type UrlFields } from './query-controller.ts'

/**
 * Creates the base class of an element, as `element` of the editor does. The element also updates when the language
 * changes.
 *
 * @example
 *   class RetentionPanel extends element({
 *     account: undefined as Account | undefined,
 *     // `undefined` while the retention periods are loading.
 *     items: undefined as readonly RetentionItem[] | undefined,
 *   }) {}
 */
export function element<Properties extends object>(defaults: Properties): ElementClass<LitElement & Properties> {
  const Base: ElementClass<LitElement> = baseElement(defaults)
  class StudioElement extends Base {
    constructor() {
      super()
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
  const Base: ElementClass<LitElement & PageProperties> = baseElement({
    workspace: undefined,
    query: undefined,
    ...defaults,
  })
  class StudioPage extends Base {
    static urlFields?: UrlFields<never>

    constructor() {
      super()
      this.addController(new WorkspaceController(this))
      const { urlFields } = this.constructor as typeof StudioPage
      if (urlFields) this.addController(new QueryController(this, urlFields))
    }
  }
  return StudioPage as unknown as ReturnType<typeof page<Properties>>
}
