import type { NodeEnterEvent } from '../../canvas/canvas-events.ts'
import { showResult, type ElementResult } from '../palette/show-result.ts'
import type { EditorContext } from './editor-context.ts'
import type { Scope } from './scope.ts'

type Target = Pick<ElementResult, 'kind' | 'id'>

/** Enters and leaves sub-workflows on the canvas. */
export interface ScopeNavigation {
  /** Shows the workflow at `path` and reveals `target`; without a target, fits the view and focuses the exited node. */
  goTo(path: readonly string[], target?: Target): void
  /** Handles `aw-node-enter`: enters the node's sub-workflow, or returns to the enclosing workflow. */
  onEnter(this: void, event: NodeEnterEvent): void
}

export function createScopeNavigation(scope: Scope, editor: EditorContext): ScopeNavigation {
  const showScope = async (exitedNodeId: string | undefined, target: Target | undefined): Promise<void> => {
    await editor.requestUpdate()
    const { canvas } = editor
    await canvas?.updateComplete
    if (!canvas) return
    if (target) return showResult(canvas, target)
    canvas.select(exitedNodeId === undefined ? [] : [exitedNodeId])
    canvas.fit()
    canvas.focusNode(exitedNodeId)
  }
  const goTo = (path: readonly string[], target?: Target): void => {
    const exitedNodeId = scope.path[path.length]
    scope.set(path)
    void showScope(exitedNodeId, target)
  }
  return {
    goTo,
    onEnter({ node }) {
      const { path } = scope
      if (node !== undefined) goTo([...path, node])
      else if (path.length > 0) goTo(path.slice(0, -1))
    },
  }
}
