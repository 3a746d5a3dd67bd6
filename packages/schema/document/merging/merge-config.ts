import type { ConflictSink } from './conflict.ts'
import { readWorkflowSetting } from './diff-config.ts'
import { mergeTrivially, mergeRecord, mergeValue, type ThreeWay } from './merge-values.ts'
import type { Config, Json, Workflow } from '../workflow.ts'

/**
 * Merges a node's settings key by key. Settings that are workflows in all three documents are merged by `mergeWorkflow`.
 */
export function mergeConfig(
  configs: ThreeWay<Config>,
  nodeId: string,
  sink: ConflictSink,
  mergeWorkflow: (sides: ThreeWay<Workflow>, sink: ConflictSink) => Workflow,
): Config {
  const mergeEntry = (sides: ThreeWay<unknown>, path: readonly string[]): unknown => {
    const trivialMerge = mergeTrivially(sides)
    if (trivialMerge) return trivialMerge.value
    const base = readWorkflowSetting(sides.base as Json | undefined)
    const ours = readWorkflowSetting(sides.ours as Json | undefined)
    const theirs = readWorkflowSetting(sides.theirs as Json | undefined)
    if (!base || !ours || !theirs) return mergeValue(sides, path, sink)
    const workflowPath = [...sink.workflowPath, { node: nodeId, setting: path.at(-1)! }]
    return mergeWorkflow({ base, ours, theirs }, { ...sink, workflowPath })
  }
  return mergeRecord(configs, ['nodes', nodeId, 'data', 'config'], sink, mergeEntry) as Config
}
