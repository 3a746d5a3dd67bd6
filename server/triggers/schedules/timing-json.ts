import type { ScheduleTiming } from '@aw-flow/engine'
import { z } from 'zod'

const timingSchema = z.strictObject({
  rule: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('cron'), cron: z.string() }),
    z.strictObject({ kind: z.literal('interval'), everySeconds: z.number() }),
    z.strictObject({ kind: z.literal('calendar'), dates: z.array(z.string()), times: z.array(z.string()) }),
  ]),
  timeZone: z.string(),
  start: z.number().exactOptional(),
  end: z.number().exactOptional(),
  excludedDates: z.array(z.string()).exactOptional(),
})

/** Parses a stored timing. */
export const parseTiming = (text: string): ScheduleTiming => timingSchema.parse(JSON.parse(text))
