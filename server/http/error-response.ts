import { formatProblem } from '@aw-flow/messages/catalogs'
import { z } from '@hono/zod-openapi'
import type { Problem } from '@aw-flow/schema'
import type { Context } from 'hono'
import type { AppEnvironment } from '../app-environment.ts'
import { renderResponse } from '../wire/render-response.ts'

/**
 * Format of all error responses. `params` contains the values in the message, for clients that render `code` in their
 * own language. `details` lists individual problems with their locations and hints.
 */
export const errorResponseSchema = z
  .object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      params: z.record(z.string(), z.unknown()).optional(),
      details: z.unknown().optional(),
      correlation_id: z.string(),
    }),
    detail: z.string().openapi({ description: 'The message, for clients of FastAPI.' }),
  })
  .openapi('Error', {
    example: {
      error: {
        code: 'workflow.not-found',
        message: 'The workflow "b0f2" does not exist. List workflows with GET /api/v1/workflows.',
        correlation_id: '3f1c1f9e-6b0f-4a53-8f6e-1d0a1ddc9c52',
      },
      detail: 'Workflow not found',
    },
  })

/** Texts of `detail` that clients of the API that this API replaces compare. Default: the message. */
const detailsByCode: Readonly<Record<string, string>> = {
  'caller.unknown': 'Could not validate credentials',
  'workflow.not-found': 'Workflow not found',
}

/** All problems of a request, or other details about its rejection. */
export type ProblemDetails = readonly Problem[] | Readonly<Record<string, unknown>>

export type ErrorStatus = 400 | 401 | 403 | 404 | 405 | 409 | 410 | 412 | 413 | 415 | 422 | 429 | 500 | 502 | 503

/**
 * Responds with a problem in the error format. If there are several problems, `details` lists all of them and the
 * message describes `problem`.
 */
export function sendProblem<Status extends ErrorStatus>(
  context: Context<AppEnvironment>,
  status: Status,
  problem: Problem,
  details?: ProblemDetails,
) {
  const text = formatProblem(problem)
  const body: z.infer<typeof errorResponseSchema> = {
    error: {
      code: problem.code,
      message: text,
      ...(problem.params && !problem.sentence ? { params: problem.params } : {}),
      ...(details || problem.where ? { details: renderResponse(details ?? [problem]) } : {}),
      correlation_id: context.get('correlationId'),
    },
    detail: detailsByCode[problem.code] ?? text,
  }
  return context.json(body, status)
}
