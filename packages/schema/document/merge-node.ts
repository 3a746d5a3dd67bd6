import { clash, type Found } from './conflict.ts'
import { mergeRecord, mergeValue, mergeWhole, type Three } from './merge-values.ts'
import { sameJson } from '../wire/same-json.ts'
import type { Config, WorkflowNode } from './workflow.ts'

export type MergeConfig = (configs: Three<Config>, node: string) => Config

/**
 * Merges a node that all three documents have: its place, its label, its type and each option by itself, its settings by
 * `config`. Where one side has made it a node of another type and the other has changed its settings, the whole is one
 * conflict: settings of one type mean nothing to another.
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
  const whole = <K extends 'position' | 'mode' | 'join' | 'onError'>(key: K): WorkflowNode[K] =>
    mergeWhole(
      part((one) => one[key]),
      [...path, key],
      found,
    )
  const { mode, join, onError } = { mode: whole('mode'), join: whole('join'), onError: whole('onError') }
  const retry = mergeValue(
    part((one) => one.retry),
    [...path, 'retry'],
    found,
  ) as WorkflowNode['retry']
  const look = mergeRecord(
    part((one) => one.look ?? {}),
    [...path, 'look'],
    found,
  ) as NonNullable<WorkflowNode['look']>
  return {
    id: node.ours.id,
    ...mergeWhole(types, [...path, 'type'], found),
    position: whole('position'),
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
    ...(Object.keys(look).length > 0 ? { look } : {}),
  }
}
