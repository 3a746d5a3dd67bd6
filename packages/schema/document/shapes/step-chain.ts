import { createPlanEdge, planSchemaName } from '../../data/plan-edge.ts'
import { nodeSpacing, readMetadata, isRecord, convertSettings, type Source } from './source.ts'

/**
 * Node types that use a language model: data agents only if their settings name a model, all other types by default.
 */
const modelNodeTypes: ReadonlySet<unknown> = new Set([
  'loading',
  'preparing',
  'validation',
  'agent',
  'classify_rows',
  'extract_rows',
  'summarize_rows',
  'translate_rows',
])

/**
 * Reads a chain of steps: `{name, steps: [{type, config}], global_config: {llm, max_retries}}`. For steps that load or
 * prepare data, `max_retries` limits the agent's corrections; for other steps, it is the retry count. `llm` becomes the
 * variable `{{llm}}`. Steps that can use a model but do not name one refer to this variable. The variable does not
 * grant access to a model. A step that checks the plan of the step before it also receives this plan.
 */
export function readStepChain(source: Source, steps: readonly Source[]): Source {
  const { global_config: config } = source
  const hasModel = isRecord(config) && typeof config.llm === 'string' && config.llm.trim() !== ''
  const ids = steps.map((step, index) => (typeof step.id === 'string' ? step.id : `step-${index + 1}`))
  const nodes = steps.map(({ type, config: sourceConfig, name }, index) => {
    const { max_retries: count, ...rest } = isRecord(sourceConfig) ? sourceConfig : {}
    const limitsCorrections = count !== undefined && (type === 'loading' || type === 'preparing')
    const isReadable = sourceConfig === undefined || isRecord(sourceConfig)
    const hasModelSetting = rest.model || rest.modelAddress || rest.agent !== undefined
    const needsModel = hasModel && isReadable && modelNodeTypes.has(type) && !hasModelSetting
    const stepConfig = {
      ...rest,
      ...(limitsCorrections ? { maxRetries: count } : {}),
      ...(needsModel ? { model: '{{llm}}' } : {}),
    }
    return {
      id: ids[index],
      type,
      position: { x: index * nodeSpacing.x, y: 0 },
      data: {
        ...(typeof name === 'string' ? { label: name } : {}),
        config: isRecord(sourceConfig) || needsModel ? stepConfig : sourceConfig,
      },
      ...(!limitsCorrections && typeof count === 'number' ? { retry: { count } } : {}),
    }
  })
  const edges = ids.slice(1).flatMap((target, index) => {
    const source = ids[index] as string
    const { config: stepConfig } = steps[index + 1] as Source
    const followsPlan = isRecord(stepConfig) && stepConfig.schema === planSchemaName
    return [{ id: `edge-${index + 1}`, source, target }, ...(followsPlan ? [createPlanEdge(source, target)] : [])]
  })
  return { ...readMetadata(source, convertSettings(isRecord(config) ? config : {})), nodes, edges }
}
