import { describe, expect, it } from 'vitest'
import type { Problem } from './problem.ts'
import { failed, ok, ProblemError, settle, unwrap } from './result.ts'

const problem: Problem = { code: 'table.missing', severity: 'error', message: 'The table is missing.' }

describe('unwrap', () => {
  it('returns the value of a successful result, even after an abort', () => {
    expect(unwrap(ok(1))).toBe(1)
    expect(unwrap(ok(1), AbortSignal.abort())).toBe(1)
  })

  it('throws the problem of a failed result', () => {
    expect(() => unwrap(failed(problem))).toThrow(ProblemError)
    expect(() => unwrap(failed(problem), new AbortController().signal)).toThrow('The table is missing.')
  })

  it('throws the reason of an aborted signal', () => {
    const reason = new Error('closed')
    expect(() => unwrap(failed(problem), AbortSignal.abort(reason))).toThrow(reason)
  })
})

describe('settle', () => {
  it('turns a promise into a result', async () => {
    expect(await settle(Promise.resolve(1), () => problem)).toEqual({ ok: true, value: 1 })
    expect(await settle(Promise.reject(new Error('x')), () => problem)).toEqual({ ok: false, problem })
  })
})
