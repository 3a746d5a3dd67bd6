/** An event class with the properties of `Detail`. */
export interface EventClass<Detail extends object> {
  /** The event type, for use with `addEventListener`. */
  readonly type: string
  new (...detail: keyof Detail extends never ? [] : [detail: Detail]): Event & Detail
}

/** Options for events that are received only by listeners on the dispatching element. */
export const localEventInit: EventInit = { bubbles: false, composed: false }

/**
 * Defines an event class. By default, the event bubbles and crosses shadow roots; see `localEventInit`. A `CustomEvent`
 * would move the public properties into `detail`.
 *
 * @param type - The event type.
 * @param init - Overrides `bubbles` and `composed`, or sets `cancelable`.
 * @example
 *   export class NodeOpenEvent extends defineEvent<{ readonly node: string }>('aw-node-open') {}
 *   element.dispatchEvent(new NodeOpenEvent({ node: 'load' }))
 */
export function defineEvent<Detail extends object = object>(
  type: `aw-${string}`,
  init: EventInit = {},
): EventClass<Detail> {
  class DefinedEvent extends Event {
    static readonly type = type
    constructor(detail?: Detail) {
      super(type, { bubbles: true, composed: true, ...init })
      Object.assign(this, detail)
    }
  }
  return DefinedEvent as EventClass<object> as EventClass<Detail>
}
