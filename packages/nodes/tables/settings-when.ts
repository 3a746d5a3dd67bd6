import type { z } from 'zod'

/** The same settings, which a form asks for only while others have these values. What is set meanwhile stays. */
export const settingsWhen = <Shape extends Readonly<Record<string, z.ZodType>>>(
  when: Readonly<Record<string, string | readonly string[]>>,
  settings: Shape,
): Shape =>
  Object.fromEntries(
    Object.entries(settings).map(([name, schema]) => [name, schema.meta({ ...schema.meta(), when })]),
  ) as Shape
