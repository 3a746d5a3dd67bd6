import { nodeSpacing, readHeader, isRecord, convertSettings, type Source } from './source.ts'

/**
 * Reads a chain of steps: `{name, steps: [{type, config}], global_config: {llm, max_retries}}`. For a step that loads
 * or prepares data, `max_retries` limits the corrections of its agent; for other steps, the retries. `llm` becomes the
 * variable `{{llm}}`, which alone does not enable a model.
 */
export function readStepChain(source: Source, steps: readonly Source[]): Source {
  const ids = steps.map((step, index) => (typeof step.id === 'string' ? step.id : `step-${index + 1}`))
  const nodes = steps.map(({ type, config, name }, index) => {
    const { max_retries: count, ...rest } = isRecord(config) ? config : {}
    const limitsCorrections = count !== undefined && (type === 'loading' || type === 'preparing')
    const stepConfig = limitsCorrections ? { ...rest, maxRetries: count } : rest
    return {
      id: ids[index],
      type,
      position: { x: index * nodeSpacing.x, y: 0 },
      data: { ...(typeof name === 'string' ? { label: name } : {}), config: isRecord(config) ? stepConfig : config },
      ...(!limitsCorrections && typeof count === 'number' ? { retry: { count } } : {}),
    }
  })
  const edges = ids.slice(1).map((target, index) => ({ id: `edge-${index + 1}`, source: ids[index], target }))
  const { global_config: config } = source
  return { ...readHeader(source, convertSettings(isRecord(config) ? config : {})), nodes, edges }
}
