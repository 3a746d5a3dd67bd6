import type { PreparationPlan } from '@aw-flow/schema'

/**
 * Writes a plan as the text of a setting. Two braces, which begin an expression in settings, are escaped as JSON, because
 * a plan contains names and values of the data.
 */
export const writePlan = (plan: PreparationPlan): string => JSON.stringify(plan).replaceAll('{{', String.raw`{\u007b`)
