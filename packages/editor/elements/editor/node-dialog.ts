import type { WorkflowSession } from '@aw-flow/client'
import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** An element that shows something of its session's nodes in a window; where it is locked, to look at only. */
export interface NodeDialogHost extends ReactiveControllerHost, EventTarget {
  readonly shownSession: WorkflowSession | undefined
  readonly locked: boolean
  readonly renderRoot: HTMLElement | DocumentFragment
}

/** An event that asks for a window, and the `<dialog>` of the host's that is this window. */
interface Opening<Opens extends Event> {
  event: { readonly type: string; new (...args: never[]): Opens }
  dialog: string
}

/**
 * A modal window about one node, over its host, which renders it while `node` is set. An event from anywhere inside
 * the host opens it; it ends by the `close` of its `<dialog>`, when the browser puts the keyboard back where it was.
 */
export abstract class NodeDialog<Host extends NodeDialogHost, Opens extends Event> implements ReactiveController {
  protected readonly host: Host
  /** The id of the node that is shown; nothing while the window is closed. */
  protected node: string | undefined
  readonly #opening: Opening<Opens>

  constructor(host: Host, opening: Opening<Opens>) {
    this.host = host
    this.#opening = opening
    host.addController(this)
  }

  hostConnected(): void {
    this.host.addEventListener(this.#opening.event.type, this.#onOpen)
  }

  hostDisconnected(): void {
    this.host.removeEventListener(this.#opening.event.type, this.#onOpen)
    this.node = undefined
  }

  hostUpdated(): void {
    const { dialog } = this
    if (dialog && !dialog.open) dialog.showModal()
  }

  protected get dialog(): HTMLDialogElement | null {
    return this.host.renderRoot.querySelector<HTMLDialogElement>(this.#opening.dialog)
  }

  /** Takes what is to be shown from the event: its node, if it can be shown. */
  protected abstract show(event: Opens): void

  /** Closed first, so that the browser puts the keyboard back, and only then taken away. */
  protected close(): void {
    this.dialog?.close()
  }

  protected readonly onClosed = (): void => {
    this.node = undefined
    this.host.requestUpdate()
  }

  #onOpen = (event: Event): void => {
    if (!(event instanceof this.#opening.event)) return
    this.show(event)
    this.host.requestUpdate()
  }
}
