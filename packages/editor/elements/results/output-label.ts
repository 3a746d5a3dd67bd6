import type { WorkflowSession } from '@aw-flow/client'
import type { NodeTypeTexts } from '../../language/node-type-texts.ts'

/** The label of an output of a node in the language of the element that shows it; its name if it has no label. */
export function outputLabel(
  { document, engine }: WorkflowSession,
  node: string,
  output: string,
  nodeTypes: NodeTypeTexts,
): string {
  const { current, description } = document
  const type = current.nodes.find(({ id }) => id === node)?.type
  const described = description && nodeTypes.description(description, current).nodes[node]
  const known = nodeTypes.types(engine.catalogue).find((other) => other.type === type)
  const outputs = described?.ports?.outputs ?? known?.outputs ?? []
  return outputs.find(({ name }) => name === output)?.label ?? output
}
