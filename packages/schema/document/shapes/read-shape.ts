import { message } from '@aw-flow/messages'
import { describeValue } from '../../wire/issue-message.ts'
import { error, type Problem } from '../../wire/problem.ts'
import { readAgentSteps } from './agent-steps.ts'
import { isComfyPrompt, readComfyPrompt, readLitegraphGraph } from './litegraph-graph.ts'
import { readConnections } from './connections.ts'
import { isRecord, type Source } from './source.ts'
import { readStepChain } from './step-chain.ts'
import { isStoredRow, readStoredRow } from './stored-rows.ts'

export type ReadShapeResult = { document: Source; problem?: undefined } | { document?: undefined; problem: Problem }

/**
 * Converts a document from another system to the native shape without a version. Returns `undefined`
 * if the document has the native shape or an unknown shape.
 */
export function readShape(source: Source): ReadShapeResult | undefined {
  const { nodes, edges, connections, links, steps } = source
  if (nodes !== undefined) {
    if (Array.isArray(nodes) && Array.isArray(edges) && isStoredRow(source)) return { document: readStoredRow(source) }
    if (edges !== undefined || !Array.isArray(nodes)) return undefined
    if (Array.isArray(connections)) return { document: readConnections(source) }
    return Array.isArray(links) ? { document: readLitegraphGraph(source) } : undefined
  }
  if (!Array.isArray(steps) && !isRecord(steps)) {
    return isComfyPrompt(source) ? { document: readComfyPrompt(source) } : undefined
  }
  const stepList: unknown[] = Array.isArray(steps)
    ? steps
    : Object.entries(steps).map(([id, step]) => addStepId(id, step))
  const invalidIndex = stepList.findIndex((step) => !isRecord(step))
  if (invalidIndex >= 0) {
    const setting = `steps.${invalidIndex}`
    const found = describeValue(stepList[invalidIndex])
    const reason = message('value.expected', { expected: message('value.object', {}), found })
    return { problem: error('workflow.invalid', { path: setting, reason }, { where: { setting } }) }
  }
  const records = stepList as Source[]
  const isChain = Array.isArray(steps) && records.every((step) => typeof step.type === 'string')
  return isChain ? { document: readStepChain(source, records) } : readAgentSteps(source, records)
}

const addStepId = (id: string, step: unknown): unknown => (isRecord(step) ? { id, ...step } : step)
