import { html, nothing } from 'lit'
import { defineEvent, localEventInit } from '../define-event.ts'
import type { EditorStrings } from '../elements/editor/editor-strings.ts'
import { icon } from '../icons/icon.ts'
import { renderIconButton } from '../icons/icon-button.ts'
import { controls } from '../styles/controls.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { styles } from './aw-extension-panel.styles.ts'
import type { Panel, PanelContext } from './extension.ts'
import { mountContent } from './mount-part.ts'
import { element } from '../element.ts'

/** Returns a panel's title in the editor's language. */
export const getPanelTitle = ({ title }: Panel, strings: EditorStrings): string =>
  typeof title === 'string' ? title : title(strings)

/** Fired when the user closes the panel. @public */
export class PanelCloseEvent extends defineEvent('aw-panel-close', localEventInit) {}

declare global {
  interface HTMLElementEventMap {
    'aw-panel-close': PanelCloseEvent
  }
  interface HTMLElementTagNameMap {
    'aw-extension-panel': AwExtensionPanel
  }
}

/**
 * An editor side panel that shows an extension's content.
 *
 * @event {PanelCloseEvent} aw-panel-close - Fired when the user closes the panel.
 * @csspart content - The container of the extension's content.
 *
 * @public
 */
export class AwExtensionPanel extends element({
  /** The panel to show. */
  panel: undefined as Panel | undefined,
  /** The editor state and actions that are passed to the panel. */
  context: undefined as PanelContext | undefined,
  /** Accessible name of the close button. */
  closeLabel: '',
}) {
  static override styles = [tokens, controls, styles]

  override render(): unknown {
    const { panel, context, closeLabel } = this
    if (!panel || !context) return nothing
    return html`
      <div class="head">
        ${panel.icon ? icon(panel.icon) : nothing}
        <h2>${getPanelTitle(panel, context.strings)}</h2>
        ${renderIconButton('x', closeLabel, () => this.dispatchEvent(new PanelCloseEvent()))}
      </div>
      <div class="content" part="content" ${mountContent(panel.mount, context)}></div>
    `
  }
}
