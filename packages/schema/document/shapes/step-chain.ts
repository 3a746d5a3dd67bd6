import { apart, headOf, isRecord, settingsOf, type Source } from './source.ts'

/**
 * A chain of steps: `{name, steps: [{type, config}], global_config: {llm, max_retries}}`. For a step that loads or
 * prepares data, `max_retries` limits the corrections of its agent; for other steps, the retries. `llm` becomes the
 * variable `{{llm}}`, which does not cause a model to be used.
 */
export function readStepChain(source: Source, steps: readonly Source[]): Source {
  const ids = steps.map((step, at) => (typeof step.id === 'string' ? step.id : `step-${at + 1}`))
  const nodes = steps.map(({ type, config, name }, at) => {
    const { max_retries: count, ...rest } = isRecord(config) ? config : {}
    const corrects = count !== undefined && (type === 'loading' || type === 'preparing')
    const own = corrects ? { ...rest, maxRetries: count } : rest
    return {
      id: ids[at],
      type,
      position: { x: at * apart.x, y: 0 },
      data: { ...(typeof name === 'string' ? { label: name } : {}), config: isRecord(config) ? own : config },
      ...(!corrects && typeof count === 'number' ? { retry: { count } } : {}),
    }
  })
  const edges = ids.slice(1).map((target, at) => ({ id: `edge-${at + 1}`, source: ids[at], target }))
  const { global_config: config } = source
  return { ...headOf(source, settingsOf(isRecord(config) ? config : {})), nodes, edges }
}
