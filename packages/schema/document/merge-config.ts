import type { Found } from './conflict.ts'
import { workflowIn } from './diff-config.ts'
import { agreed, mergeRecord, mergeValue, type Three } from './merge-values.ts'
import type { Config, Json, Workflow } from './workflow.ts'

/** Merges the settings of a node key by key. `mergeInto` merges settings that are workflows in all three documents. */
export function mergeConfig(
  configs: Three<Config>,
  node: string,
  found: Found,
  mergeInto: (three: Three<Workflow>, found: Found) => Workflow,
): Config {
  const each = (three: Three<unknown>, path: readonly string[]): unknown => {
    const simple = agreed(three)
    if (simple) return simple.value
    const base = workflowIn(three.base as Json | undefined)
    const ours = workflowIn(three.ours as Json | undefined)
    const theirs = workflowIn(three.theirs as Json | undefined)
    if (!base || !ours || !theirs) return mergeValue(three, path, found)
    const inside = [...found.inside, { node, setting: path.at(-1)! }]
    return mergeInto({ base, ours, theirs }, { inside, conflicts: found.conflicts })
  }
  return mergeRecord(configs, ['nodes', node, 'data', 'config'], found, each) as Config
}
