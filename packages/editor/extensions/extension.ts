import type { SessionAspect, WorkflowSession } from '@aw-flow/client'
import type { Column, Edit, NodeType, Problem, WorkflowNode } from '@aw-flow/schema'
import type { CanvasCommand } from '../canvas/commands/command.ts'
import type { KeyBindings } from '../canvas/commands/keymap.ts'
import type { EditorContext } from '../elements/editor/editor-context.ts'
import type { EditorStrings } from '../elements/editor/editor-strings.ts'
import type { InspectorStrings } from '../elements/inspector/inspector-strings.ts'
import type { MountContent } from './mount-part.ts'
import type { ResultTab } from './result-tab.ts'

/** The editor state and actions that the content of a panel or dialog can use. @public */
export interface PanelContext extends EditorContext {
  /** The argument of the latest `openPanel` or `openDialog`. */
  readonly argument: unknown
  /** Closes the panel or dialog. */
  close(): void
}

/** A side panel that replaces the inspector. A button in the toolbar opens and closes it. @public */
export interface Panel {
  /** Id of the panel, unique among all extensions. */
  readonly id: string
  /** Title of the panel and of its toolbar button. */
  readonly title: string | ((strings: EditorStrings) => string)
  /** Icon name; see `registerIcon`. */
  readonly icon?: string
  /** Set if the content has its own heading and close button. */
  readonly hasHeading?: true
  /** Returns whether the panel can be opened. Default: always true. */
  isAvailable?(editor: EditorContext): boolean
  /** Creates the content of the panel. */
  readonly mount: MountContent<PanelContext>
}

/** A dialog, which `openDialog` opens. Its content opens a modal `<dialog>` and calls `close` after it has closed. @public */
export interface Dialog {
  /** Id of the dialog, unique among all extensions. */
  readonly id: string
  /** Creates the content of the dialog. */
  readonly mount: MountContent<PanelContext>
}

/** A button in the toolbar. @public */
export interface ToolbarItem {
  /** Id of the item, unique among all extensions. */
  readonly id: string
  /** Accessible name and tooltip. */
  readonly title: string
  /** Icon name; see `registerIcon`. */
  readonly icon: string
  /** Set to also show the title, or to show it only in a wide toolbar. */
  readonly hasLabel?: boolean | 'wide'
  /** Set if the button cannot be pressed. */
  readonly disabled?: boolean
  /** State of a toggle button. */
  readonly pressed?: boolean
  /** Called when the user presses the button. */
  run(): void
}

/** A message over the canvas. @public */
export interface EditorNotification {
  /** `progress` shows a spinner. */
  readonly severity: Problem['severity'] | 'progress'
  /** The event. Text between backticks is shown as code. */
  readonly message: string
  /** The next step for the user. */
  readonly hint?: string | undefined
  /** A link to more information. */
  readonly link?: { readonly url: string; readonly label: string } | undefined
  /** Called when the user dismisses the message. Absent if the user cannot dismiss it. */
  dismiss?(): void
}

/** Handles events that reach the editor, keyed by event name. @public */
export type EventHandlers = {
  readonly [Name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Name], editor: EditorContext) => void
}

/** The editor state and actions that an inspector section can use. @public */
export interface InspectorSectionContext {
  /** Session of the workflow or sub-workflow that the editor shows. */
  readonly session: WorkflowSession
  /** The node that the inspector shows. */
  readonly node: WorkflowNode
  /** Type of the node; `undefined` if the catalog does not contain it. */
  readonly type: NodeType | undefined
  /** True if users cannot edit the workflow. */
  readonly readonly: boolean
  /** UI strings for the inspector in the editor's language. */
  readonly strings: InspectorStrings
  /** Applies an edit. Consecutive edits with the same `merge` key are a single undo step. */
  apply(edit: Edit, merge?: string): void
}

/** An inspector section, placed below a node's settings or details. @public */
export interface InspectorSection {
  /** Id of the section, unique among all extensions. */
  readonly id: string
  /** Heading of the section. Default: no heading. */
  readonly title?: string
  /** Tab of the inspector that contains the section. Default: `settings`. */
  readonly tab?: 'settings' | 'details'
  /** Returns whether to show the section for a node. Default: always true. */
  matches?(node: WorkflowNode, type: NodeType | undefined): boolean
  /** Creates the content of the section. */
  readonly mount: MountContent<InspectorSectionContext>
}

/** Renders the cells of selected table columns. @public */
export interface CellRenderer {
  /** Returns whether the renderer applies to a column. */
  matches(column: Column): boolean
  /**
   * Renders the content of a cell. Called again when the text changes; `undefined` represents null. Must not change the
   * cell's size or class.
   */
  render(cell: HTMLElement, text: string | undefined): void
}

/** A set of features that extends the editor. @public */
export interface Extension {
  /** Unique name. An extension replaces an earlier extension with the same name. */
  readonly name: string
  /** Commands for keyboard shortcuts, the command palette and context menus. */
  readonly commands?: readonly CanvasCommand[]
  /** Default key bindings, keyed by command id. Key bindings of the host and the user take precedence. */
  readonly keys?: KeyBindings
  /** Side panels. */
  readonly panels?: readonly Panel[]
  /** Tabs of the results. */
  readonly resultTabs?: readonly ResultTab[]
  /** Dialogs. */
  readonly dialogs?: readonly Dialog[]
  /** Returns the buttons to show in the toolbar. Called for each rendering. */
  listToolbarItems?(editor: EditorContext): readonly ToolbarItem[]
  /** Returns the messages to show over the canvas. Called for each rendering. */
  listNotifications?(editor: EditorContext): readonly EditorNotification[]
  /** Handlers of events that reach the editor. */
  readonly on?: EventHandlers
  /** Called when an aspect of the session changes, and when the editor shows another session (`session`). */
  onSessionChange?(aspect: SessionAspect | 'session', editor: EditorContext): void
  /** Inspector sections. */
  readonly inspectorSections?: readonly InspectorSection[]
  /**
   * Returns the node type that a node's settings form is generated from, for example with fields for the arguments of
   * the selected tool. Must return the same object for equal settings. Default: the unchanged type.
   */
  refineType?(node: WorkflowNode, type: NodeType): NodeType
  /** Renderers for table cells. The first renderer that matches a column is used. */
  readonly cellRenderers?: readonly CellRenderer[]
}

/**
 * Returns the extension unchanged. Exists only so that TypeScript checks its type.
 *
 * @example
 *   editor.extensions = [defineExtension({ name: 'hello', commands: [{ id: 'hello', title: 'Say hello', run }] })]
 * @public
 */
export const defineExtension = (extension: Extension): Extension => extension
