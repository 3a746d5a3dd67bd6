import { message } from '@aw-flow/messages'
import { type Problem } from '../../wire/problem.ts'
import { derivedGraphFields, isComfyPrompt, readComfyPrompt, readLitegraphGraph } from './litegraph-graph.ts'
import { readConnections } from './connections.ts'
import { isRecord, readFields, readMetadata, type Source } from './source.ts'
import { createTypeProblem, readSteps } from './steps.ts'
import { isStoredRow, readStoredRow } from './stored-rows.ts'

export type ReadShapeResult =
  | {
      document: Source
      problem?: undefined
      /** Ignored fields that follow from others, so that people need no warning about them. */
      derivedFields?: readonly string[]
    }
  | { document?: undefined; problem: Problem }

/**
 * Converts a document from another system to the native shape without a version. Returns `undefined`
 * if the document has the native shape or an unknown shape.
 *
 * @param ignored The set that receives the fields that the native shape cannot contain, such as `steps[].owner`.
 */
export function readShape(source: Source, ignored: Set<string>): ReadShapeResult | undefined {
  const { nodes, edges, connections, links, steps, global_config: config } = source
  if (config !== undefined && config !== null && !isRecord(config))
    return { problem: createTypeProblem('global_config', config, message('value.object', {})) }
  if (nodes !== undefined) {
    if (Array.isArray(nodes) && Array.isArray(edges) && isStoredRow(source))
      return { document: readStoredRow(source, ignored) }
    if (isRecord(config) && edges !== undefined) return { document: readCommonSettings(source) }
    if (edges !== undefined || !Array.isArray(nodes)) return undefined
    if (Array.isArray(connections)) return { document: readConnections(source, ignored) }
    if (!Array.isArray(links)) return undefined
    return { document: readLitegraphGraph(source, ignored), derivedFields: derivedGraphFields }
  }
  if (!Array.isArray(steps) && !isRecord(steps)) {
    return isComfyPrompt(source) ? { document: readComfyPrompt(source, ignored) } : undefined
  }
  const stepList: unknown[] = Array.isArray(steps)
    ? steps
    : Object.entries(steps).map(([id, step]) => addStepId(id, step))
  const invalidIndex = stepList.findIndex((step) => !isRecord(step))
  if (invalidIndex >= 0)
    return { problem: createTypeProblem(`steps.${invalidIndex}`, stepList[invalidIndex], message('value.object', {})) }
  return readSteps(source, stepList as Source[], ignored)
}

const addStepId = (id: string, step: unknown): unknown => (isRecord(step) ? { id, ...step } : step)

/** Reads `global_config` of a document in the native shape. Validation rejects other unknown fields. */
function readCommonSettings(source: Source): Source {
  const metadata = readFields(source, '', new Set(), readMetadata)
  const { global_config: _config, settings: _settings, ...document } = source
  return { ...document, ...metadata }
}
