/**
 * The workflow editor as a custom element. Importing this module defines `<aw-workflow-editor>` and the elements that
 * it uses. Bundlers find the worker and the WebAssembly files automatically. Without a bundler, serve all files of
 * `dist` from a single folder.
 *
 * `@public` names follow semantic versioning. `@beta` names may change in a minor version.
 *
 * @packageDocumentation
 */
import { defineCoreElements } from '@aw-flow/editor'
import type { NodeType } from '@aw-flow/schema'
import { fetchDeferredElements, fetchOnDemandElements, runWhenIdle } from './fetch-deferred-elements.ts'
import { connectedEditors, LocalWorkflowEditor } from './local-workflow-editor.ts'

export { defineExtension, loadLanguage, registerExtension, registerLanguage } from '@aw-flow/editor'
export type {
  CanvasCommand,
  CellRenderer,
  Dialog,
  EditorContext,
  EditorNotification,
  EditorState,
  EventHandlers,
  Extension,
  InspectorSection,
  InspectorSectionContext,
  MountedContent,
  MountContent,
  Panel,
  PanelContext,
  ResultContext,
  ResultTab,
  ToolbarItem,
} from '@aw-flow/editor'
export { configureAssets, getAssets, registerCheck, registerNodes, type Assets } from './assets.ts'
export type {
  AccessDecision,
  AccessRequest,
  RequestOptions,
  Decision,
  EditCause,
  HostRun,
  HostRunner,
  HostStorage,
  InputSample,
  MergeInput,
  NetworkAccess,
  ProfileInput,
  ProfileProgress,
  SessionAspect,
  SessionChangeEvent,
  SessionData,
  SavingState,
  SessionAssistant,
  SessionDocument,
  SessionEngine,
  SessionProblems,
  SessionRuns,
  SessionTables,
  StartOptions,
  Version,
  WorkflowSession,
  WorkflowVersions,
} from '@aw-flow/client'
export type {
  Column,
  Conflict,
  Dataset,
  Edit,
  Json,
  NodeRun,
  NodeType,
  Problem,
  Result,
  RunEvent,
  RunSelection,
  RunProgress,
  RunView,
  TableRef,
  Value,
  WaitCondition,
  WaitingNode,
  Workflow,
  WorkflowDescription,
  WorkflowEdge,
  WorkflowNode,
} from '@aw-flow/schema'
export type { CheckedTable, CheckVerdict } from '@aw-flow/schema/internal'
export type { Message, MessageParam, Text } from '@aw-flow/messages'
export { LocalWorkflowEditor } from './local-workflow-editor.ts'

/**
 * The type of `canAdd`.
 *
 * @deprecated Use `(type: NodeType) => boolean`.
 * @public
 */
export type Offers = (type: NodeType) => boolean

// If a page loads several copies of this module, the first copy defines the elements.
if (!customElements.get('aw-workflow-editor')) customElements.define('aw-workflow-editor', LocalWorkflowEditor)
defineCoreElements()

let elementsDelay: Promise<unknown> = Promise.resolve()

/**
 * Delays loading elements that the first frame of an editor does not need, for a page that is about to show an editor.
 *
 * @param until - Settles when the elements may be loaded. An editor with a session loads them earlier.
 * @example
 *   delayElements(openEditor())
 * @internal
 */
export function delayElements(until: Promise<unknown>): void {
  elementsDelay = until
}

// A page is also idle while an editor waits for storage. That editor loads the deferred elements once it is open.
const isEditorOpening = (): boolean => [...connectedEditors].some(({ session }) => session === undefined)
runWhenIdle(async () => {
  await elementsDelay
  if (isEditorOpening()) return
  fetchDeferredElements()
  // The page may show other elements without an editor.
  if (connectedEditors.size === 0) fetchOnDemandElements()
})
