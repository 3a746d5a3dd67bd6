/** A node instance: the node, and where in nested graphs it stands. */
export interface NodeInstance {
  node: string
  /** "<loop or sub-workflow node id>#<iteration>", outermost first; absent at the top. */
  scope?: readonly string[] | undefined
}

/** One text for a node instance. Ids hold no "/". */
export const instanceKey = ({ node, scope }: NodeInstance): string =>
  scope === undefined || scope.length === 0 ? node : `${scope.join('/')}/${node}`
