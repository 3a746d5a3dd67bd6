import { clash, type Found } from './conflict.ts'
import { mergeRecord, mergeValue, mergeWhole, type Three } from './merge-values.ts'
import { sameJson } from '../wire/same-json.ts'
import type { Config, WorkflowNode } from './workflow.ts'

export type MergeConfig = (configs: Three<Config>, node: string) => Config

/**
 * Merges a node that all three documents have: position, label, type and options separately, settings by `config`. If
 * one side changed the type and the other the settings, the node is one conflict, because settings depend on the type.
 */
export function mergeNode(
  node: Three<WorkflowNode>,
  path: readonly string[],
  found: Found,
  config: MergeConfig,
): WorkflowNode {
  const part = <T>(of: (one: WorkflowNode) => T): Three<T> => ({
    base: of(node.base),
    ours: of(node.ours),
    theirs: of(node.theirs),
  })
  const types = part(({ type, typeVersion }) => ({ type, ...(typeVersion === undefined ? {} : { typeVersion }) }))
  const configs = part(({ data }) => data.config)
  const isOther = (side: 'ours' | 'theirs'): boolean => !sameJson(types.base, types[side])
  const isSet = (side: 'ours' | 'theirs'): boolean => !sameJson(configs.base, configs[side])
  const bothSet = isSet('ours') && isSet('theirs') && !sameJson(configs.ours, configs.theirs)
  if (!sameJson(types.ours, types.theirs) && (bothSet || (isOther('ours') ? isSet('theirs') : isSet('ours')))) {
    clash(found, path, node)
    return node.ours
  }
  const merged = <K extends 'position' | 'mode' | 'join' | 'onError'>(key: K): WorkflowNode[K] =>
    mergeWhole(
      part((one) => one[key]),
      [...path, key],
      found,
    )
  const { mode, join, onError } = { mode: merged('mode'), join: merged('join'), onError: merged('onError') }
  const retry = mergeValue(
    part((one) => one.retry),
    [...path, 'retry'],
    found,
  ) as WorkflowNode['retry']
  const answers = mergeRecord(
    part((one) => one.answers ?? {}),
    [...path, 'answers'],
    found,
  ) as NonNullable<WorkflowNode['answers']>
  const look = mergeRecord(
    part((one) => one.look ?? {}),
    [...path, 'look'],
    found,
  ) as NonNullable<WorkflowNode['look']>
  return {
    id: node.ours.id,
    ...mergeWhole(types, [...path, 'type'], found),
    position: merged('position'),
    data: {
      label: mergeWhole(
        part(({ data }) => data.label),
        [...path, 'data', 'label'],
        found,
      ),
      config: config(configs, node.ours.id),
    },
    ...(mode === undefined ? {} : { mode }),
    ...(join === undefined ? {} : { join }),
    ...(onError === undefined ? {} : { onError }),
    ...(retry === undefined ? {} : { retry }),
    ...(node.ours.answers || Object.keys(answers).length > 0 ? { answers } : {}),
    ...(Object.keys(look).length > 0 ? { look } : {}),
  }
}
