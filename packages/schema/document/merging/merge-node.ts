import { defined } from '../../wire/defined.ts'
import { addConflict, type ConflictSink } from './conflict.ts'
import { mergeRecord, mergeValue, mergeAtomic, type ThreeWay } from './merge-values.ts'
import { isSameJson } from '../../wire/is-same-json.ts'
import type { Config, WorkflowNode } from '../workflow.ts'

export type MergeConfig = (configs: ThreeWay<Config>, nodeId: string) => Config

/**
 * Merges a node that exists in all three documents. Position, label, type and options are merged separately, and
 * settings are merged by `mergeConfig`. If one side changed the type and the other the settings, the entire node is a
 * conflict, because settings depend on the type.
 */
export function mergeNode(
  node: ThreeWay<WorkflowNode>,
  path: readonly string[],
  sink: ConflictSink,
  mergeConfig: MergeConfig,
): WorkflowNode {
  const pick = <T>(select: (item: WorkflowNode) => T): ThreeWay<T> => ({
    base: select(node.base),
    ours: select(node.ours),
    theirs: select(node.theirs),
  })
  const types = pick(({ type, typeVersion }) => defined({ type, typeVersion }))
  const configs = pick(({ data }) => data.config)
  const hasNewType = (side: 'ours' | 'theirs'): boolean => !isSameJson(types.base, types[side])
  const hasNewConfig = (side: 'ours' | 'theirs'): boolean => !isSameJson(configs.base, configs[side])
  const bothChangedConfig = hasNewConfig('ours') && hasNewConfig('theirs') && !isSameJson(configs.ours, configs.theirs)
  if (
    !isSameJson(types.ours, types.theirs) &&
    (bothChangedConfig || (hasNewType('ours') ? hasNewConfig('theirs') : hasNewConfig('ours')))
  ) {
    addConflict(sink, path, node)
    return node.ours
  }
  const mergeProperty = <K extends 'position' | 'mode' | 'join' | 'onError'>(key: K): WorkflowNode[K] =>
    mergeAtomic(
      pick((item) => item[key]),
      [...path, key],
      sink,
    )
  const { mode, join, onError } = {
    mode: mergeProperty('mode'),
    join: mergeProperty('join'),
    onError: mergeProperty('onError'),
  }
  const retry = mergeValue(
    pick((item) => item.retry),
    [...path, 'retry'],
    sink,
  ) as WorkflowNode['retry']
  const answers = mergeRecord(
    pick((item) => item.answers ?? {}),
    [...path, 'answers'],
    sink,
  ) as NonNullable<WorkflowNode['answers']>
  const look = mergeRecord(
    pick((item) => item.look ?? {}),
    [...path, 'look'],
    sink,
  ) as NonNullable<WorkflowNode['look']>
  return {
    id: node.ours.id,
    ...mergeAtomic(types, [...path, 'type'], sink),
    position: mergeProperty('position'),
    data: {
      label: mergeAtomic(
        pick(({ data }) => data.label),
        [...path, 'data', 'label'],
        sink,
      ),
      config: mergeConfig(configs, node.ours.id),
    },
    ...defined({ mode, join, onError, retry }),
    ...(node.ours.answers || Object.keys(answers).length > 0 ? { answers } : {}),
    ...(Object.keys(look).length > 0 ? { look } : {}),
  }
}
