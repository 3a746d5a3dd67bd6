/** A Load node's plan is to be shown. */
export class LoadPlanOpenEvent extends Event {
  static readonly type = 'aw-load-plan-open'
  readonly node: string
  constructor(node: string) {
    super(LoadPlanOpenEvent.type, { bubbles: true, composed: true })
    this.node = node
  }
}

declare global {
  interface HTMLElementEventMap {
    'aw-load-plan-open': LoadPlanOpenEvent
  }
}
