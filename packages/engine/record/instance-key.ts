/** A node instance: a node and its path in nested graphs. @internal */
export interface NodeInstance {
  node: string
  /** "<loop or sub-workflow node id>#<iteration>", outermost first; absent at the top. */
  scope?: readonly string[] | undefined
}

/** Returns a unique key of a node instance. Ids contain no "/". @internal */
export const createInstanceKey = ({ node, scope }: NodeInstance): string =>
  scope === undefined || scope.length === 0 ? node : `${scope.join('/')}/${node}`
