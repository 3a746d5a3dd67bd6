import type { WorkflowSession } from '@aw-flow/client'
import { html, nothing, type TemplateResult } from 'lit'
import type { Panel } from '../../extensions/extension.ts'
import { icon } from '../../icons/icon.ts'
import type { EditorStrings } from './editor-strings.ts'
import type { HistorySteps } from '../run/history-steps.ts'

export interface EditorToolbar {
  session: WorkflowSession
  strings: EditorStrings
  /** Nothing of the document can be changed here. */
  locked: boolean
  /** Undo and redo, announced to screen readers. */
  history: HistorySteps
  /** Opens the search through commands, nodes and notes. */
  search: () => void
  /** Present where versions are kept: shows them or hides them. */
  versions: (() => void) | undefined
  /** Present where the palette is a sheet: shows it or hides it. */
  togglePalette: (() => void) | undefined
  /** Present where there is a list of steps beside the drawing: which is shown, and the way to the other. */
  list: { listed: boolean; toggle: () => void } | undefined
  /** Present where the selected node's settings are not to be seen: shows them. */
  openSettings: (() => void) | undefined
  /** There is room for icons only. */
  small: boolean
  /** Panels of extensions. */
  panels: readonly { panel: Panel; isOpen: boolean; toggle: () => void }[]
}

/** The line at the top: name, saving, undo and redo, and what small screens need. */
export function editorToolbar(bar: EditorToolbar): TemplateResult {
  const { session, strings, locked, history, search, versions, togglePalette, list, openSettings, small, panels } = bar
  const failed = session.document.saving === 'failed'
  return html`<div class="toolbar" part="toolbar">
    <slot name="toolbar-start"></slot>
    ${
      togglePalette
        ? small
          ? toolButton('plus', strings.addNode, locked, togglePalette)
          : html`<button type="button" ?disabled=${locked} @click=${togglePalette}>
              ${icon('plus')}${strings.addNode}
            </button>`
        : nothing
    }
    <input
      class="name"
      type="text"
      maxlength="200"
      aria-label=${strings.name}
      autocomplete="off"
      spellcheck="false"
      ?disabled=${locked}
      .value=${session.document.current.name}
      @change=${(event: Event) => rename(session, event.target as HTMLInputElement)}
    />
    <span class="saving ${failed ? 'bad' : ''}" role=${failed ? 'alert' : nothing}>
      ${failed ? icon('triangle-alert') : nothing}${togglePalette && !failed ? nothing : strings.saving[session.document.saving]}
    </span>
    <span class="gap"></span>
    ${toolButton('search', strings.search, false, search)}
    ${versions ? toolButton('rotate-ccw-clock', strings.versions.title, false, versions) : nothing}
    ${panels.map(({ panel, isOpen, toggle }) => toolButton(panel.icon ?? 'panel-right', panel.title, false, toggle, isOpen))}
    ${toolButton('undo-2', strings.undo, locked || !session.document.canUndo, history.undo)}
    ${toolButton('redo-2', strings.redo, locked || !session.document.canRedo, history.redo)}
    <span class="visually-hidden" role="status">${history.message}</span>
    ${
      list
        ? toolButton(
            list.listed ? 'workflow' : 'list',
            list.listed ? strings.showCanvas : strings.showSteps,
            false,
            list.toggle,
          )
        : nothing
    }
    ${
      openSettings
        ? small
          ? toolButton('settings-2', strings.settings, false, openSettings)
          : html`<button type="button" @click=${openSettings}>${icon('settings-2')}${strings.settings}</button>`
        : nothing
    }
    <slot name="toolbar-end"></slot>
  </div>`
}

/** A button with an icon only; its title is also its name. `isPressed`: it is a toggle. */
export const toolButton = (
  name: string,
  title: string,
  disabled: boolean,
  click: () => void,
  isPressed?: boolean,
): TemplateResult =>
  html`<button
    type="button"
    class="quiet icon"
    title=${title}
    aria-label=${title}
    aria-pressed=${isPressed ?? nothing}
    ?disabled=${disabled}
    @click=${click}
  >
    ${icon(name)}
  </button>`

/** What is being typed stays when the bar is drawn anew, as it is while a run goes on: only here it is read. */
function rename(session: WorkflowSession, input: HTMLInputElement): void {
  const name = input.value.trim()
  if (name !== '' && name !== session.document.current.name) session.document.apply({ type: 'set-name', name })
  input.value = session.document.current.name
}
