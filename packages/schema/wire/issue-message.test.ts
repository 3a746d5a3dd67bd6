import { englishFormatter } from '@aw-flow/messages/catalogs'
import { describe, expect, it } from 'vitest'
import { runEventSchema } from '../run/run-event.ts'
import { toIssueMessage } from './issue-message.ts'
import { z } from './zod.ts'

const schema = z.strictObject({ rows: z.number().max(9), name: z.string().min(1), tags: z.array(z.string()) })

/** Returns the English text of the first issue of a value. */
function textOf(value: unknown, ...document: [document?: unknown]): string {
  const issue = schema.safeParse(value).error?.issues[0]
  return issue ? englishFormatter.format(toIssueMessage(issue, ...document)) : ''
}

describe('toIssueMessage', () => {
  it.each([
    [{ rows: 'x', name: 'a', tags: [] }, 'expected a number, found "x"'],
    [{ rows: 10, name: 'a', tags: [] }, 'expected at most 9, found 10'],
    [{ rows: 1, name: '', tags: [] }, 'expected at least 1 character, found ""'],
    [{ rows: 1, name: 'a' }, 'expected an array, found nothing'],
    [{ rows: 1, name: 'a', tags: [], more: 1 }, 'unknown property "more"'],
  ])('reports the expected and the found value of %j', (value, text) => {
    expect(textOf(value, value)).toBe(text)
  })

  it('has only the expected type without the document', () => {
    expect(textOf({ rows: 'x', name: 'a', tags: [] })).toBe('expected a number')
  })

  it('names the unknown type of an event', () => {
    const event = { seq: 1, time: 5, type: 'node-exploded' }
    const issue = runEventSchema.safeParse(event).error!.issues[0]!
    expect(englishFormatter.format(toIssueMessage(issue, event))).toBe(
      'expected a supported value, found "node-exploded"',
    )
  })

  it.each([
    [null, 'expected text, a number, or an array, found null'],
    [{ a: 1 }, 'expected text, a number, or an array, found an object'],
    [[1, null], 'expected text or a number, found null'],
    [['a', { b: 1 }], 'expected text or a number, found an object'],
  ])('names the types of a union for %j, and what is wrong within a list', (value, text) => {
    const scalar = z.union([z.string(), z.number()])
    const issue = z.union([z.string(), z.number(), z.array(scalar)]).safeParse(value).error!.issues[0]!
    expect(englishFormatter.format(toIssueMessage(issue, value))).toBe(text)
  })
})
