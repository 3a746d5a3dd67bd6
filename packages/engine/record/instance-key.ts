/** Identifies a node instance by its node and its path through nested graphs. @internal */
export interface NodeInstance {
  node: string
  /** The path as `<loop or sub-workflow node id>#<iteration>`, outermost first. Absent at the top level. */
  scope?: readonly string[] | undefined
}

/** Returns a unique key for a node instance. Node ids do not contain slashes. @internal */
export const createInstanceKey = ({ node, scope }: NodeInstance): string =>
  scope === undefined || scope.length === 0 ? node : `${scope.join('/')}/${node}`
