import { ContextProvider } from '@lit/context'
import { editorStrings } from '@aw-flow/editor'
import { editorContext } from '../packages/editor/elements/editor/editor-context.ts'
import type { TestSession } from '../packages/editor/test-session.ts'

/** Wraps a part of the editor in a container that provides the same context as the editor. */
export function wrapInEditor(session: TestSession, part: HTMLElement): HTMLElement {
  const container = document.createElement('div')
  const provider = new ContextProvider(container, {
    context: editorContext,
    initialValue: {
      workflowSession: session,
      session,
      strings: editorStrings,
      readonly: false,
      canRun: true,
      isNarrow: false,
    },
  })
  provider.hostConnected()
  container.append(part)
  return container
}
