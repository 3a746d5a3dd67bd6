import type { WorkflowSession } from '@aw-flow/client'
import { html, nothing, type TemplateResult } from 'lit'
import type { RovingFocus } from './roving-focus.ts'
import type { Panel } from '../../extensions/extension.ts'
import { icon } from '../../icons/icon.ts'
import type { EditorStrings } from './editor-strings.ts'
import type { HistoryCommands } from '../run/history-steps.ts'

export interface EditorToolbarOptions {
  session: WorkflowSession
  strings: EditorStrings
  /** True if users cannot edit the document. */
  isLocked: boolean
  /** True if the host provides its own save status in the `save-state` slot. */
  hasCustomSaveState: boolean
  /** Undoes and redoes edits, and announces them to screen readers. */
  history: HistoryCommands
  /** Opens or closes the command palette. */
  toggleSearch: () => void
  /** Shows or hides the versions panel; `undefined` if the session does not store versions. */
  toggleVersions: (() => void) | undefined
  /** Shows or hides the node palette. */
  togglePalette: () => void
  isPaletteShown: boolean
  /** True if the node palette opens as a sheet over the canvas. */
  isNarrow: boolean
  /** Switches between the step list and the canvas; `undefined` unless the editor is small. */
  stepList: { isShown: boolean; toggle: () => void } | undefined
  /** Opens the selected node's settings; `undefined` unless they are hidden. */
  openSettings: (() => void) | undefined
  /** True if buttons have no space for labels. */
  isSmall: boolean
  /** Makes the buttons a single tab stop. */
  rovingFocus: RovingFocus
  /** Extension panels, each with a toggle button. */
  panels: readonly { panel: Panel; isOpen: boolean; toggle: () => void }[]
}

/** Renders the toolbar: workflow name, save status, search, undo and redo, panels, and controls for small screens. */
export function renderEditorToolbar(options: EditorToolbarOptions): TemplateResult {
  const {
    session,
    strings,
    isLocked,
    hasCustomSaveState,
    history,
    toggleSearch,
    toggleVersions,
    togglePalette,
    isPaletteShown,
    isNarrow,
    stepList,
    openSettings,
    isSmall,
    panels,
    rovingFocus,
  } = options
  return html`<div
    class="toolbar"
    part="toolbar"
    role="toolbar"
    aria-label=${strings.toolbar}
    @keydown=${rovingFocus.onKey}
    @focusin=${rovingFocus.onFocus}
    @slotchange=${rovingFocus.update}
  >
    <slot name="toolbar-start"></slot>
    ${
      !isNarrow && isPaletteShown
        ? renderToolButton('panel-left', strings.hidePalette, false, togglePalette)
        : isSmall
          ? renderToolButton('plus', strings.addNode, isLocked, togglePalette)
          : html`<button type="button" ?disabled=${isLocked} @click=${togglePalette}>
              ${icon('plus')}${strings.addNode}
            </button>`
    }
    <input
      class="name"
      type="text"
      maxlength="200"
      aria-label=${strings.name}
      autocomplete="off"
      spellcheck="false"
      ?disabled=${isLocked}
      .value=${session.document.current.name}
      @change=${(event: Event) => rename(session, event.target as HTMLInputElement)}
    />
    <slot name="save-state">${hasCustomSaveState ? nothing : renderSaveState(options)}</slot>
    <span class="gap"></span>
    ${renderToolButton('search', strings.search, false, toggleSearch)}
    ${toggleVersions ? renderToolButton('rotate-ccw-clock', strings.versions.title, false, toggleVersions) : nothing}
    ${panels.map(({ panel, isOpen, toggle }) => renderToolButton(panel.icon ?? 'panel-right', panel.title, false, toggle, isOpen))}
    ${renderToolButton('undo-2', strings.undo, isLocked || !session.document.canUndo, history.undo)}
    ${renderToolButton('redo-2', strings.redo, isLocked || !session.document.canRedo, history.redo)}
    <span class="visually-hidden" role="status">${history.message}</span>
    ${
      stepList
        ? renderToolButton(
            stepList.isShown ? 'workflow' : 'list',
            stepList.isShown ? strings.showCanvas : strings.showSteps,
            false,
            stepList.toggle,
          )
        : nothing
    }
    ${
      openSettings
        ? isSmall
          ? renderToolButton('settings-2', strings.settings, false, openSettings)
          : html`<button type="button" @click=${openSettings}>${icon('settings-2')}${strings.settings}</button>`
        : nothing
    }
    <slot name="toolbar-end"></slot>
  </div>`
}

function renderSaveState({ session, strings, isNarrow }: EditorToolbarOptions): TemplateResult {
  const { saving } = session.document
  const hasFailed = saving === 'failed' || saving === 'rejected'
  const isHidden = !hasFailed && (isNarrow || (saving !== 'pending' && isUntouched(session)))
  return html`<span class="saving ${hasFailed ? 'bad' : ''}" role=${hasFailed ? 'alert' : nothing}>
    ${hasFailed ? icon('triangle-alert') : nothing}${isHidden ? nothing : strings.saving[saving]}
  </span>`
}

/** Returns whether a workflow is new: it has no nodes, and there is nothing to undo. */
const isUntouched = ({ document }: WorkflowSession): boolean => document.current.nodes.length === 0 && !document.canUndo

/** Renders an icon button whose title is also its accessible name. With `isPressed`, it is a toggle button. */
export const renderToolButton = (
  iconName: string,
  title: string,
  isDisabled: boolean,
  onClick: () => void,
  isPressed?: boolean,
): TemplateResult =>
  html`<button
    type="button"
    class="quiet icon"
    title=${title}
    aria-label=${title}
    aria-pressed=${isPressed ?? nothing}
    ?disabled=${isDisabled}
    @click=${onClick}
  >
    ${icon(iconName)}
  </button>`

/** Renames a workflow. Called on `change`, not `input`, so updates during a run do not discard unfinished input. */
function rename(session: WorkflowSession, input: HTMLInputElement): void {
  const name = input.value.trim()
  if (name !== '' && name !== session.document.current.name) session.document.apply({ type: 'set-name', name })
  input.value = session.document.current.name
}

/** Returns the toolbar's buttons, including buttons that the host has slotted into it. */
export function findToolbarButtons(root: ParentNode): HTMLElement[] {
  const toolbarItems = [...root.querySelectorAll<HTMLElement>('.toolbar > :is(button, slot)')]
  return toolbarItems.flatMap((toolbarItem) =>
    toolbarItem instanceof HTMLSlotElement
      ? toolbarItem.assignedElements({ flatten: true }).filter((element) => element instanceof HTMLButtonElement)
      : [toolbarItem],
  )
}
