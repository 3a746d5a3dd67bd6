import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import type { NodeEnterEvent } from '../../canvas/canvas-events.ts'
import { showResult, type ElementResult } from '../palette/show-result.ts'
import type { Scope } from './scope.ts'

type Target = Pick<ElementResult, 'kind' | 'id'>

/** The functions of an editor that navigation between sub-workflows needs. */
export interface ScopeNavigationPort {
  getCanvas(): AwCanvas | undefined
  /** Renders the editor, and resolves when it shows the new scope. */
  render(): Promise<unknown>
}

/** Enters and leaves sub-workflows on the canvas. */
export interface ScopeNavigation {
  /** Shows the workflow at a path and reveals `target`. Without it, fits the view and focuses the exited node. */
  goTo(path: readonly string[], target?: Target): void
  /** Handles `aw-node-enter`. */
  onEnter(this: void, event: NodeEnterEvent): void
}

export function createScopeNavigation(scope: Scope, { getCanvas, render }: ScopeNavigationPort): ScopeNavigation {
  const showScope = async (exitedNode: string | undefined, target: Target | undefined): Promise<void> => {
    await render()
    const canvas = getCanvas()
    await canvas?.updateComplete
    if (!canvas) return
    if (target) return showResult(canvas, target)
    canvas.select(exitedNode === undefined ? [] : [exitedNode])
    canvas.fit()
    canvas.focusNode(exitedNode)
  }
  const goTo = (path: readonly string[], target?: Target): void => {
    const exitedNode = scope.path[path.length]
    scope.set(path)
    void showScope(exitedNode, target)
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
