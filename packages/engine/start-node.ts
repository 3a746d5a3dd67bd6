import {
  defined,
  type Config,
  type ProvidedOutputs,
  type RunEventBody,
  type RunSelection,
  type Values,
} from '@aw-flow/schema'
import type { NodeDefinition } from './node/define-node.ts'
import { fillSettings, type CachedCompiler, type ExpressionContext } from './expressions/fill-settings.ts'
import { toInstanceFields } from './outcome-event.ts'
import type { IdentityCache } from './plan/identity.ts'
import { computeNodeKey } from './plan/node-key.ts'
import type { PlannedNode, WorkflowPlan } from './plan/workflow-plan.ts'
import type { ForkedOutcomes } from './record/fork-run.ts'
import type { NodeInstance } from './record/instance-key.ts'
import { computePinKey } from './results/plan-part.ts'
import { listTables, type ResultCache } from './results/results.ts'
import { toRunError } from './scheduler/create-failure-event.ts'
import type { Effect } from './scheduler/effects.ts'
import type { Tables } from './tables.ts'

type StartNodeEffect = Extract<Effect, { type: 'start-node' }>

export interface NodeStarterOptions {
  plan: WorkflowPlan
  /** The part of the workflow to run, if not the entire workflow. */
  part: RunSelection | undefined
  /** Outputs to use instead of running nodes of the top-level workflow, keyed by node id. */
  providedOutputs: Readonly<Record<string, ProvidedOutputs>>
  forked: ForkedOutcomes | undefined
  results: ResultCache | undefined
  tables: Tables
  identities: IdentityCache
  compile: CachedCompiler
  createExpressionContext(instance: NodeInstance, inputs: Values): ExpressionContext
  post(body: RunEventBody): void
  trackWork(work: Promise<void>): void
}

/**
 * Creates a function that starts a node. It reuses a known result if possible, otherwise runs the node, or fails it if
 * its settings cannot be evaluated.
 */
export function createNodeStarter(options: NodeStarterOptions): (effect: StartNodeEffect) => void {
  const { plan, providedOutputs, results, identities, compile, createExpressionContext, post, trackWork } = options

  const findResult = (
    { node, definition }: PlannedNode,
    instance: NodeInstance,
    key: string,
  ): ReusedResult | undefined => {
    if (options.part?.kind !== 'to' && options.part?.node === node.id) return undefined
    if (!isDeterminedByKey(definition!)) return undefined
    const forkedResult = options.forked?.find(key, instance, options.tables)
    const storedResult = forkedResult ?? (definition!.reuse === 'never' ? undefined : results?.find(key))
    if (!storedResult) return undefined
    const { outputs, rows, report, problems, taken } = storedResult
    return {
      key,
      from: forkedResult ? 'fork' : 'result',
      outputs,
      problems,
      ...toRowCountField(outputs, rows),
      ...defined({ report }),
      ...(taken ? { taken: [...taken] } : {}),
    }
  }

  // The decision is based only on the record and stored results, without any external effect.
  return (effect: Extract<Effect, { type: 'start-node' }>): void => {
    const { attempt, inputs: values } = effect
    const instanceFields = toInstanceFields(effect)
    const replacement =
      effect.scope || !Object.hasOwn(providedOutputs, effect.node) ? undefined : providedOutputs[effect.node]
    if (replacement) {
      const { from, outputs, rows, key = computePinKey(outputs) } = replacement
      return post({
        type: 'node-cached',
        ...instanceFields,
        key,
        from,
        outputs,
        problems: [],
        ...toRowCountField(outputs, rows),
      })
    }
    const plannedNode = plan.find(effect)!
    const startWithSettings = (filledSettings: Config | undefined): void => {
      const createReadContext = (): ExpressionContext => createExpressionContext(instanceFields, values)
      const settings = filledSettings ?? plannedNode.settings
      const key = computeNodeKey(plannedNode.definition!, settings, values, {
        identities,
        compile,
        getContext: createReadContext,
      })
      const reusedResult = attempt === 1 ? findResult(plannedNode, instanceFields, key) : undefined
      const filledField = defined({ filled: filledSettings })
      post(
        reusedResult
          ? { type: 'node-cached', ...instanceFields, ...reusedResult, ...filledField }
          : { type: 'node-started', ...instanceFields, attempt, key, ...filledField },
      )
    }
    const failNode = (thrown: unknown): void => {
      const handledField = isHandled(plannedNode) ? { handled: true } : {}
      post({
        type: 'node-failed',
        ...instanceFields,
        error: toRunError(thrown, instanceFields.node),
        ms: 0,
        ...handledField,
      })
    }
    try {
      if (!plannedNode.template) return startWithSettings(undefined)
      const filledSettings = fillSettings(plannedNode.template, createExpressionContext(instanceFields, values))
      if (filledSettings instanceof Promise) trackWork(filledSettings.then(startWithSettings, failNode))
      else startWithSettings(filledSettings)
    } catch (thrown) {
      failNode(thrown)
    }
  }
}

type ReusedResult = Omit<Extract<RunEventBody, { type: 'node-cached' }>, 'type' | 'node' | 'scope'>

/**
 * Returns whether a node's outcome depends only on its derivation key, not on decisions, the time, failures or inner
 * nodes.
 */
export const isDeterminedByKey = ({ control }: NodeDefinition): boolean =>
  control === undefined || ['condition', 'switch', 'merge', 'variable'].includes(control)

const isHandled = ({ node }: PlannedNode): boolean => node.onError !== undefined && node.onError !== 'stop'

function toRowCountField(outputs: Values, rows: number | undefined): { rows?: number } {
  const count = rows ?? listTables(outputs)[0]?.rows
  return defined({ rows: count })
}
