import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import type { NodeEnterEvent } from '../../canvas/canvas-events.ts'
import { showResult, type FoundThing } from '../palette/find-in-canvas.ts'
import type { Scope } from './scope.ts'

type Target = Pick<FoundThing, 'kind' | 'id'>

/** The functions of an editor that navigation between sub-workflows needs. */
export interface ScopeNavigationPort {
  canvas(): AwCanvas | undefined
  /** Renders the editor, and resolves when it shows the new scope. */
  render(): Promise<unknown>
}

/** Enters and leaves sub-workflows on the canvas. */
export interface ScopeNavigation {
  /** Shows the workflow at a path and reveals `found`; without it, fits the view and focuses the node that was left. */
  goTo(path: readonly string[], found?: Target): void
  /** Listener of `aw-node-enter`. */
  onEnter(this: void, event: NodeEnterEvent): void
}

export function createScopeNavigation(scope: Scope, { canvas, render }: ScopeNavigationPort): ScopeNavigation {
  const arrive = async (left: string | undefined, found: Target | undefined): Promise<void> => {
    await render()
    const shown = canvas()
    await shown?.updateComplete
    if (!shown) return
    if (found) return showResult(shown, found)
    shown.select(left === undefined ? [] : [left])
    shown.fit()
    shown.focusNode(left)
  }
  const goTo = (path: readonly string[], found?: Target): void => {
    const left = scope.path[path.length]
    scope.set(path)
    void arrive(left, found)
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
