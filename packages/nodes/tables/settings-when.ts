import type { z } from 'zod'

/**
 * Adds a condition to settings: a form shows them only while other settings have the given values. Hidden settings keep
 * their values.
 */
export const showSettingsWhen = <Shape extends Readonly<Record<string, z.ZodType>>>(
  when: Readonly<Record<string, string | readonly string[]>>,
  settings: Shape,
): Shape =>
  Object.fromEntries(
    Object.entries(settings).map(([name, schema]) => [name, schema.meta({ ...schema.meta(), when })]),
  ) as Shape
