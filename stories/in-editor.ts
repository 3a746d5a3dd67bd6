import { ContextProvider } from '@lit/context'
import { editorStrings, newId, type EditorContext } from '@aw-flow/editor'
import { editorContext } from '../packages/editor/elements/editor/editor-context.ts'
import type { TestSession } from '../packages/editor/test-session.ts'

/** Creates the context of an editor that shows a session. Its actions do nothing. */
export const createEditorContext = (session: TestSession): EditorContext => ({
  workflowSession: session,
  session,
  strings: editorStrings,
  readonly: false,
  canRun: true,
  isNarrow: false,
  path: [],
  selection: new Set(),
  canvas: undefined,
  keys: {},
  newNodes: new Set(),
  errorReferenceUrl: '',
  newId,
  openPanelId: undefined,
  openPanel: () => undefined,
  closePanel: () => undefined,
  openDialog: () => undefined,
  closeDialog: () => undefined,
  toggleCommandPalette: () => undefined,
  showDocument: () => undefined,
  showProblem: () => undefined,
  announce: () => undefined,
  requestUpdate: () => Promise.resolve(),
})

/** Wraps a part of the editor in a container that provides the same context as the editor. */
export function wrapInEditor(session: TestSession, part: HTMLElement): HTMLElement {
  const container = document.createElement('div')
  const provider = new ContextProvider(container, {
    context: editorContext,
    initialValue: createEditorContext(session),
  })
  provider.hostConnected()
  container.append(part)
  return container
}
