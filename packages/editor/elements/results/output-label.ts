import type { WorkflowSession } from '@aw-flow/client'
import type { NodeTypeTranslator } from '../../language/node-type-translator.ts'

/** Returns the label of a node's output in the language of `nodeTypes`, or the output's name if it has no label. */
export function findOutputLabel(
  { document, engine }: WorkflowSession,
  nodeId: string,
  output: string,
  nodeTypes: NodeTypeTranslator,
): string {
  const { current, description } = document
  const type = current.nodes.find(({ id }) => id === nodeId)?.type
  const nodeDescription = description && nodeTypes.translateDescription(description, current).nodes[nodeId]
  const nodeType = nodeTypes.translateTypes(engine.catalog).find((candidate) => candidate.type === type)
  const outputs = nodeDescription?.ports?.outputs ?? nodeType?.outputs ?? []
  return outputs.find(({ name }) => name === output)?.label ?? output
}
