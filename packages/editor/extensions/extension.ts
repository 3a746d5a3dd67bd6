import type { WorkflowSession } from '@aw-flow/client'
import type { Column, Edit, NodeType, WorkflowNode } from '@aw-flow/schema'
import type { AwCanvas } from '../canvas/aw-canvas.ts'
import type { CanvasCommand } from '../canvas/commands/command.ts'
import type { KeyBindings } from '../canvas/commands/keymap.ts'
import type { InspectorStrings } from '../elements/inspector/inspector-strings.ts'

/** Handle for content that an extension has created in a container. @public */
export interface MountedContent<Context> {
  /** Called after the context changes. */
  update?(context: Context): void
  /** Called when the content is removed, to release resources. */
  destroy?(): void
}

/** Creates content in an empty container. @public */
export type MountContent<Context> = (container: HTMLElement, context: Context) => MountedContent<Context> | void

/** The editor state and actions that a panel can use. @public */
export interface PanelContext {
  /** Session of the workflow or sub-workflow that the editor shows. */
  readonly session: WorkflowSession
  /** Ids of the selected nodes. */
  readonly selection: ReadonlySet<string>
  /** The canvas, for selecting nodes, moving the view and running commands; `undefined` before the first rendering. */
  readonly canvas: AwCanvas | undefined
  /** True if users cannot edit the workflow. */
  readonly readonly: boolean
}

/** A side panel that replaces the inspector. A button in the toolbar opens and closes it. @public */
export interface Panel {
  /** Id of the panel, unique among all extensions. */
  readonly id: string
  /** Title of the panel and of its toolbar button. */
  readonly title: string
  /** Icon name; see `registerIcon`. */
  readonly icon?: string
  /** Creates the content of the panel. */
  readonly mount: MountContent<PanelContext>
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

/** An inspector section, placed below a node's settings and ports. @public */
export interface InspectorSection {
  /** Id of the section, unique among all extensions. */
  readonly id: string
  /** Heading of the section. Default: no heading. */
  readonly title?: string
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
