/** The class of an event that has the properties of `Detail`. */
export interface EventClass<Detail extends object> {
  /** The event's name, for `addEventListener`. */
  readonly type: string
  new (...detail: keyof Detail extends never ? [] : [detail: Detail]): Event & Detail
}

/** For events that only listeners on the dispatching element receive. */
export const localEventInit: EventInit = { bubbles: false, composed: false }

/**
 * Defines the class of an event. By default the event bubbles, including out of shadow roots; see `localEventInit`.
 *
 * @param type - The event's name.
 * @param init - Options that replace `bubbles` and `composed`, or add `cancelable`.
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
