/** Named run priorities. Runs with a higher number start first. */
export const runPriorities = { high: 5, default: 0, low: -5 } as const

export type RunPriority = keyof typeof runPriorities

export const runPriorityNames = ['high', 'default', 'low'] as const satisfies readonly RunPriority[]

/** Returns the name of a numeric priority between -10 and 10. */
export const toPriorityName = (priority: number): RunPriority =>
  priority > 0 ? 'high' : priority < 0 ? 'low' : 'default'
