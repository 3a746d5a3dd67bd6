import type { PortEnd } from '../editing/connection-rules.ts'
import type { SceneEdge } from '../scene/scene.ts'

/** For what the list is open: a free node, one that a port is joined to, one between two ports, one within an edge. */
export type QuickAddPurpose =
  | { kind: 'free'; anywhere?: boolean }
  | { kind: 'from'; from: PortEnd }
  | { kind: 'between'; from: PortEnd; to: PortEnd }
  | { kind: 'into'; edge: SceneEdge }
