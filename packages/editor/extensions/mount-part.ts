import { noChange } from 'lit'
import { AsyncDirective, directive } from 'lit/async-directive.js'
import type { ElementPart } from 'lit'

/** Handle for content that an extension has created in a container. @public */
export interface MountedContent<Context> {
  /** Called after the context changes. */
  update?(context: Context): void
  /** Called when the content is removed, to release resources. */
  destroy?(): void
}

/** Creates content in an empty container. @public */
export type MountContent<Context> = (container: HTMLElement, context: Context) => MountedContent<Context> | void

/** Mounts content in an element, updates it on each rendering, and destroys it when the element is removed. */
class MountDirective extends AsyncDirective {
  #mount: MountContent<never> | undefined
  #mountedContent: MountedContent<never> | undefined
  #context: unknown
  #element: HTMLElement | undefined

  override render(_mount: MountContent<never>, _context: never): unknown {
    return noChange
  }

  override update(part: ElementPart, [mount, context]: [MountContent<never>, never]): unknown {
    this.#context = context
    this.#element = part.element as HTMLElement
    if (mount === this.#mount) this.#mountedContent?.update?.(context)
    else {
      this.#unmount()
      this.#mount = mount
      this.#mountedContent = mount(this.#element, context) ?? undefined
    }
    return noChange
  }

  override disconnected(): void {
    this.#unmount()
  }

  override reconnected(): void {
    if (this.#element) this.#mountedContent = this.#mount?.(this.#element, this.#context as never) ?? undefined
  }

  #unmount(): void {
    this.#mountedContent?.destroy?.()
    this.#mountedContent = undefined
    if (!this.#element) return
    this.#element.replaceChildren()
    // Lit's `render` stores its state in the container. Delete the state, because it refers to the removed nodes and
    // the next rendering would fail.
    Reflect.deleteProperty(this.#element, '_$litPart$')
  }
}

const mountDirective = directive(MountDirective)

/**
 * Lit directive that mounts an extension's content in an element.
 *
 * @example
 * html`<div ${mountContent(panel.mount, context)}></div>`
 */
export const mountContent = <Context>(mount: MountContent<Context>, context: Context): unknown =>
  mountDirective(mount as MountContent<never>, context as never)
