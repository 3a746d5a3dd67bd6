import { LitElement } from 'lit'
import { defineEvent, localEventInit } from '../../define-event.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { dialogStyles } from './editor-dialogs.styles.ts'

/** Fired after a dialog has closed, so that its parent can stop rendering it. */
export class DialogCloseEvent extends defineEvent('aw-dialog-close', localEventInit) {}

declare global {
  interface HTMLElementEventMap {
    'aw-dialog-close': DialogCloseEvent
  }
}

/** Base class of elements that render a modal `<dialog>`. The dialog opens when the element is first rendered. */
export abstract class ModalElement extends LitElement {
  static override styles = [tokens, controls, dialogStyles]

  protected get dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog')
  }

  protected override updated(): void {
    const { dialog } = this
    if (!dialog?.isConnected || dialog.open) return
    dialog.showModal()
    this.onOpened()
  }

  /** Called after the dialog has opened. Subclasses may override it. */
  protected onOpened(): void {}

  /** Closes the dialog. The parent removes the element only afterward, so that the browser can restore focus. */
  protected readonly close = (): void => this.dialog?.close()

  /** Handles the dialog's `close` event. */
  protected readonly onClosed = (): void => {
    this.dispatchEvent(new DialogCloseEvent())
  }
}
