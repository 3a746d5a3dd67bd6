import { message } from '@aw-flow/messages'
import { failed, ok, type Result } from '../../wire/result.ts'
import { derivedGraphFields, isComfyPrompt, readComfyPrompt, readLitegraphGraph } from './litegraph-graph.ts'
import { readConnections } from './connections.ts'
import { isRecord, readFields, readMetadata, type Source } from './source.ts'
import { createTypeProblem, readSteps } from './steps.ts'
import { isStoredRow, readStoredRow } from './stored-rows.ts'

export interface ConvertedDocument {
  readonly document: Source
  /** Ignored fields that follow from others, so that people need no warning about them. */
  readonly derivedFields?: readonly string[]
}

/**
 * Converts a document from another system to the native shape without a version. Returns `undefined`
 * if the document has the native shape or an unknown shape.
 *
 * @param ignored The set that receives the fields that the native shape cannot contain, such as `steps[].owner`.
 */
export function readShape(source: Source, ignored: Set<string>): Result<ConvertedDocument> | undefined {
  const { nodes, edges, connections, links, steps, global_config: config } = source
  if (config !== undefined && config !== null && !isRecord(config))
    return failed(createTypeProblem('global_config', config, message('value.object', {})))
  if (nodes !== undefined) {
    if (Array.isArray(nodes) && Array.isArray(edges) && isStoredRow(source))
      return ok({ document: readStoredRow(source, ignored) })
    if (isRecord(config) && edges !== undefined) return ok({ document: readCommonSettings(source) })
    if (edges !== undefined || !Array.isArray(nodes)) return undefined
    if (Array.isArray(connections)) return ok({ document: readConnections(source, ignored) })
    if (!Array.isArray(links)) return undefined
    return ok({ document: readLitegraphGraph(source, ignored), derivedFields: derivedGraphFields })
  }
  if (!Array.isArray(steps) && !isRecord(steps)) {
    return isComfyPrompt(source) ? ok({ document: readComfyPrompt(source, ignored) }) : undefined
  }
  const stepList: unknown[] = Array.isArray(steps)
    ? steps
    : Object.entries(steps).map(([id, step]) => addStepId(id, step))
  const invalidIndex = stepList.findIndex((step) => !isRecord(step))
  if (invalidIndex >= 0)
    return failed(createTypeProblem(`steps.${invalidIndex}`, stepList[invalidIndex], message('value.object', {})))
  const result = readSteps(source, stepList as Source[], ignored)
  return result.ok ? ok({ document: result.value }) : result
}

const addStepId = (id: string, step: unknown): unknown => (isRecord(step) ? { id, ...step } : step)

/** Reads `global_config` of a document in the native shape. Validation rejects other unknown fields. */
function readCommonSettings(source: Source): Source {
  const metadata = readFields(source, '', new Set(), readMetadata)
  const { global_config: _config, settings: _settings, ...document } = source
  return { ...document, ...metadata }
}
