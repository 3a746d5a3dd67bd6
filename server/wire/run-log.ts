import type { RunEvent } from '@aw-flow/schema'
import { createRunLogger } from '@aw-flow/schema/internal'
import { z } from '@hono/zod-openapi'
import { renderEnglish } from './render-response.ts'

export const logLineSchema = z
  .object({
    time: z.string(),
    node: z.string().nullable(),
    level: z.enum(['debug', 'info', 'warning', 'error']),
    message: z.string(),
  })
  .openapi('LogLine', {
    example: { time: '2026-11-20T10:00:00.010Z', node: 'load', level: 'info', message: 'Read 5 rows.' },
  })
export type LogLine = z.infer<typeof logLineSchema>

/** Converts a run's record to its log. */
export const createRunLog = (record: readonly RunEvent[]): LogLine[] =>
  createRunLogger()(record).map((line) => ({
    ...line,
    time: new Date(line.time).toISOString(),
    message: renderEnglish(line.message),
  }))
