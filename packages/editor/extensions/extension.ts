import type { WorkflowSession } from '@aw-flow/client'
import type { Column, Edit, NodeType, WorkflowNode } from '@aw-flow/schema'
import type { AwCanvas } from '../canvas/aw-canvas.ts'
import type { CanvasCommand } from '../canvas/commands/command.ts'
import type { KeyBindings } from '../canvas/commands/keymap.ts'
import type { InspectorStrings } from '../elements/inspector/inspector-strings.ts'

/** Content that an extension created in a container. @public */
export interface MountedPart<Context> {
  /** Called after something in the context has changed. */
  update?(context: Context): void
  /** Called when the content is removed. */
  destroy?(): void
}

/** Creates content in an empty container. @public */
export type MountPart<Context> = (container: HTMLElement, context: Context) => MountedPart<Context> | void

/** The state and actions that a panel can use. @public */
export interface PanelContext {
  /** The session of the editor. */
  readonly session: WorkflowSession
  /** Selected nodes, by id. */
  readonly selection: ReadonlySet<string>
  /** The canvas, to select nodes, move the view and run commands; `undefined` before the first rendering. */
  readonly canvas: AwCanvas | undefined
  /** Whether the workflow cannot be changed. */
  readonly readonly: boolean
}

/** A side panel that replaces the inspector. A button in the toolbar opens and closes it. @public */
export interface Panel {
  /** Unique among the panels of all extensions. */
  readonly id: string
  /** The title of the panel and the label of its button. */
  readonly title: string
  /** Name of an icon; see `registerIcon`. */
  readonly icon?: string
  /** Creates the content of the panel. */
  readonly mount: MountPart<PanelContext>
}

/** The state and actions that a section of the inspector can use. @public */
export interface InspectorSectionContext {
  /** The session of the editor. */
  readonly session: WorkflowSession
  /** The node that the inspector shows. */
  readonly node: WorkflowNode
  /** The type of the node; `undefined` if the catalog does not have it. */
  readonly type: NodeType | undefined
  /** Whether the workflow cannot be changed. */
  readonly readonly: boolean
  /** UI strings of the inspector in the editor's language. */
  readonly strings: InspectorStrings
  /** Applies an edit; consecutive edits with the same `merge` key are one undo step. */
  apply(edit: Edit, merge?: string): void
}

/** A section of the inspector, below a node's settings and ports. @public */
export interface InspectorSection {
  /** Unique among the sections of all extensions. */
  readonly id: string
  /** The heading of the section. Default: no heading. */
  readonly title?: string
  /** Returns whether a node has the section. Default: true for all nodes. */
  matches?(node: WorkflowNode, type: NodeType | undefined): boolean
  /** Creates the content of the section. */
  readonly mount: MountPart<InspectorSectionContext>
}

/** Renders the cells of some columns in tables. @public */
export interface CellRenderer {
  /** Returns whether the renderer applies to a column. */
  matches(column: Column): boolean
  /**
   * Fills a cell. Called again when the text changes; `undefined` is null. Must not change the cell's size or class.
   */
  render(cell: HTMLElement, text: string | undefined): void
}

/** The parts that a feature adds to the editor. @public */
export interface Extension {
  /** Unique name. An extension replaces an earlier one with the same name. */
  readonly name: string
  /** Commands for keys, command search and context menus. */
  readonly commands?: readonly CanvasCommand[]
  /** Default keys of commands, by command id; the host's and the user's keys take precedence. */
  readonly keys?: KeyBindings
  /** Side panels. */
  readonly panels?: readonly Panel[]
  /** Sections of the inspector. */
  readonly inspectorSections?: readonly InspectorSection[]
  /**
   * Returns the type that the form of a node is made from, such as one with fields for the arguments of the selected
   * tool. It must return the same object for equal settings. Default: the unchanged type.
   */
  refineType?(node: WorkflowNode, type: NodeType): NodeType
  /** Renderers of table cells. The first that matches a column is used. */
  readonly cellRenderers?: readonly CellRenderer[]
}

/**
 * Defines an extension. Returns it unchanged, but type-checked.
 *
 * @example
 *   editor.extensions = [defineExtension({ name: 'hello', commands: [{ id: 'hello', title: 'Say hello', run }] })]
 * @public
 */
export const defineExtension = (extension: Extension): Extension => extension
