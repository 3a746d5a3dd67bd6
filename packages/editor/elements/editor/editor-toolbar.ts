import type { WorkflowSession } from '@aw-flow/client'
import { html, nothing, type TemplateResult } from 'lit'
import type { ToolbarItem } from '../../extensions/extension.ts'
import { icon } from '../../icons/icon.ts'
import type { EditorContext } from './editor-context.ts'
import type { RovingFocus } from './roving-focus.ts'
import { renderIconButton } from '../../icons/icon-button.ts'

export interface EditorToolbarOptions {
  /** The buttons of the editor and of its extensions. */
  items: readonly ToolbarItem[]
  /** The button at the start, which shows or hides the node palette. */
  startItem: ToolbarItem
  /** True if the host provides its own save status in the `save-state` slot. */
  hasCustomSaveState: boolean
  /** The other people who have the workflow open. */
  people: TemplateResult | typeof nothing
  /** The message that screen readers announce. */
  announcement: string
  /** Makes the buttons a single tab stop. */
  rovingFocus: RovingFocus
}

/** Renders the toolbar: workflow name, save status, and the buttons of the editor and of its extensions. */
export function renderEditorToolbar(
  editor: EditorContext,
  { items, startItem, hasCustomSaveState, people, announcement, rovingFocus }: EditorToolbarOptions,
): TemplateResult {
  const { workflowSession: session, strings, readonly } = editor
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
    ${renderItem(startItem)}
    <slot name="breadcrumb"></slot>
    <input
      class="name"
      type="text"
      maxlength="200"
      aria-label=${strings.name}
      autocomplete="off"
      spellcheck="false"
      ?disabled=${readonly}
      .value=${session.document.current.name}
      @change=${(event: Event) => rename(session, event.target as HTMLInputElement)}
    />
    <slot name="save-state">${hasCustomSaveState ? nothing : renderSaveState(editor)}</slot>
    <span class="gap"></span>
    <slot name="people">${people}</slot>
    ${items.map(renderItem)}
    <span class="visually-hidden" role="status">${announcement}</span>
    <slot name="toolbar-end"></slot>
  </div>`
}

function renderItem(item: ToolbarItem): TemplateResult {
  const { title, hasLabel, disabled = false, pressed } = item
  const run = (): void => item.run()
  if (hasLabel === 'wide')
    return html`<button
      type="button"
      class="quiet"
      aria-label=${title}
      title=${title}
      aria-pressed=${pressed ?? nothing}
      ?disabled=${disabled}
      @click=${run}
    >
      ${icon(item.icon)}<span class="label">${title}</span>
    </button>`
  return hasLabel
    ? html`<button type="button" ?disabled=${disabled} @click=${run}>${icon(item.icon)}${title}</button>`
    : renderIconButton(item.icon, title, run, { isDisabled: disabled, isPressed: pressed })
}

function renderSaveState({ workflowSession: session, strings, isNarrow }: EditorContext): TemplateResult {
  const { saving } = session.document
  const hasFailed = saving === 'failed' || saving === 'rejected'
  const isHidden = !hasFailed && (isNarrow || (saving !== 'pending' && isUntouched(session)))
  return html`<span class="saving ${hasFailed ? 'bad' : ''}" role=${hasFailed ? 'alert' : nothing}>
    ${hasFailed ? icon('triangle-alert') : nothing}${isHidden ? nothing : strings.saving[saving]}
  </span>`
}

/** Returns whether a workflow is new: it has no nodes, and there is nothing to undo. */
const isUntouched = ({ document }: WorkflowSession): boolean => document.current.nodes.length === 0 && !document.canUndo

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
