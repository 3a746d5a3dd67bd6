import { z } from '@hono/zod-openapi'
import { normalizeEmail } from './users.ts'

export const emailSchema = z.string().max(255).transform(normalizeEmail).pipe(z.email())
export const fullNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .refine(
    (text) => !/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u.test(text),
    'Contains a line break, or a character that controls text.',
  )
