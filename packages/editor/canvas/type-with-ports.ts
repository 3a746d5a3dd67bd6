import type { NodeDescription, NodeType } from '@aw-flow/schema'

/** A node's type with the ports that this node has with its settings: some types have other ports with other settings. */
export const typeWithPorts = (
  type: NodeType | undefined,
  description: NodeDescription | undefined,
): NodeType | undefined => (type && description?.ports ? { ...type, ...description.ports } : type)
