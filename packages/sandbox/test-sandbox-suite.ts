import { CodeError, type CodeRequest, type Sandbox } from '@aw-flow/engine'
import type { Text } from '@aw-flow/messages'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import type { Json } from '@aw-flow/schema'
import { selectAttacks, selectSlowCases, sizes } from '../../test/sizes.ts'
import { codeAttempts } from './test-code-attempts.ts'

export interface TestApi {
  describe(title: string, cases: () => void): void
  it(title: string, run: () => Promise<void>): void
}

export interface SandboxPlatform {
  sandbox(): Sandbox
}

/** More time than any case needs on a busy machine; cases that test the time limit get less. */
const generousLimits = { ms: 30_000, memoryBytes: 64 * 2 ** 20 }
const shortLimits = { ...generousLimits, ms: 200 }

export type LogEntries = { level: string; message: Text }[]

/** Runs code once. */
export async function runCode(
  sandbox: Sandbox,
  code: string,
  {
    input = null,
    first: firstIndex,
    ...overrides
  }: { input?: Json; first?: number; log?: LogEntries } & Partial<CodeRequest> = {},
): Promise<Json> {
  const openedCode = await sandbox.open({
    code,
    over: 'value',
    now: Date.UTC(2026, 10, 20),
    seed: 1,
    limits: generousLimits,
    signal: new AbortController().signal,
    onLog: (level, message) => void overrides.log?.push({ level, message }),
    ...overrides,
  })
  try {
    return await openedCode.call(input, firstIndex)
  } finally {
    await openedCode.close()
  }
}

export async function catchCodeError(promise: Promise<unknown>): Promise<CodeError> {
  const cause = await promise.then(
    (value: unknown) => new Error(`It returned ${JSON.stringify(value)}.`),
    (thrown: unknown) => thrown,
  )
  if (cause instanceof CodeError) return cause
  throw cause
}

export function assertEqual(actual: unknown, expected: unknown): void {
  const [actualText, expectedText] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (actualText !== expectedText) throw new Error(`Expected ${expectedText}, found ${actualText}.`)
}

/** Conformance suite: running code. */
export function describeSandbox({ describe, it }: TestApi, platform: SandboxPlatform): void {
  const run = (code: string, options?: Parameters<typeof runCode>[2]): Promise<Json> =>
    runCode(platform.sandbox(), code, options)

  describe('code in the sandbox', () => {
    const cases: [string, Json, Json][] = [
      ['return input.a + 1', { a: 2 }, 3],
      ['', null, null],
      [
        'return [1n, undefined, NaN, new Date(0), Symbol.iterator, () => 1]',
        null,
        ['1', null, null, '1970-01-01T00:00:00.000Z', null, null],
      ],
      ['let n = 0\nfor (const x of input) n += x\nreturn n', [1, 2, 3], 6],
      ['const later = await Promise.resolve(input * 2)\nreturn later', 4, 8],
      ['return "é🙂".normalize("NFD").length', null, 4],
      ['return Object.groupBy === undefined ? "old" : "new"', null, 'new'],
      [
        'return [typeof fetch, typeof process, typeof require, typeof self, typeof window, typeof WebAssembly, typeof setTimeout]',
        null,
        Array(7).fill('undefined') as string[],
      ],
      [
        'return [Date.now(), new Date().toISOString(), new Date("2024-03-31T02:30:00").getTime(), new Date(2024, 6, 1).toISOString(), new Date(2024, 6, 1).getTimezoneOffset()]',
        null,
        [1795132800000, '2026-11-20T00:00:00.000Z', 1711852200000, '2024-07-01T00:00:00.000Z', 0],
      ],
      ['return new Date("2024-05-01T10:00:00+02:00").getHours()', null, 8],
      [
        'return [String(new Date(0)), new Date(NaN).toTimeString(), Date.UTC(2000, 0), Date.parse("2024-01-02")]',
        null,
        ['Thu, 01 Jan 1970 00:00:00 GMT', 'Invalid Date', 946684800000, 1704153600000],
      ],
      ['return Math.random() === Math.random()', null, false],
    ]
    for (const [code, input, expected] of cases)
      it(code.replaceAll('\n', ' ') || '(nothing)', async () => assertEqual(await run(code, { input }), expected))

    it('returns the same random numbers for the same seed', async () => {
      const code = 'return [Math.random(), Math.random()]'
      assertEqual(await run(code), await run(code))
      assertEqual(await run(code, { seed: 2 }), await run(code, { seed: 2 }))
      assertEqual(JSON.stringify(await run(code)) === JSON.stringify(await run(code, { seed: 2 })), false)
      assertEqual(await run('return Math.random()'), 0.6270739405881613)
    })

    it('processes rows with their index and returns any number of rows for each', async () => {
      const input = [{ a: 1 }, { a: 2 }, { a: 3 }]
      assertEqual(await run('return { b: row.a * 2, index }', { over: 'rows', input, first: 10 }), [
        { b: 2, index: 10 },
        { b: 4, index: 11 },
        { b: 6, index: 12 },
      ])
      assertEqual(await run('if (row.a === 2) return\nreturn [row, row]', { over: 'rows', input }), [
        { a: 1 },
        { a: 1 },
        { a: 3 },
        { a: 3 },
      ])
      assertEqual(await run('return { b: await row.a }', { over: 'rows', input: [{ a: 1 }] }), [{ b: 1 }])
    })

    it('keeps globals between calls in a run, but not between runs', async () => {
      const code = 'globalThis.n = (globalThis.n ?? 0) + 1\nArray.prototype.extra = 1\nreturn n'
      const openedCode = await platform.sandbox().open({
        code,
        over: 'value',
        now: 0,
        seed: 1,
        limits: { ...generousLimits, memoryBytes: 2 ** 24 },
        signal: new AbortController().signal,
        onLog: () => undefined,
      })
      assertEqual([await openedCode.call(null), await openedCode.call(null)], [1, 2])
      await openedCode.close()
      assertEqual(await run('return [typeof n, [].extra === undefined]'), ['undefined', true])
    })

    it('logs console output with its level', async () => {
      const log: LogEntries = []
      await run(
        'console.log("a", 1, { b: [1] })\nconsole.warn(undefined)\nconsole.error(new Error("x"))\nconsole.debug(2n)',
        { log },
      )
      assertEqual(log, [
        { level: 'info', message: 'a 1 {"b":[1]}' },
        { level: 'warning', message: 'undefined' },
        { level: 'error', message: 'Error: x' },
        { level: 'debug', message: '2' },
      ])
      const limitedLog: LogEntries = []
      await run('const x = "x".repeat(5000)\nfor (let i = 0; i < 1500; i++) console.log(x)', { log: limitedLog })
      assertEqual([limitedLog.length, (limitedLog[0]!.message as string).length], [1000, 2001])
      assertEqual(limitedLog.at(-1)!.message, { code: 'code.log-limit', params: {} })
    })

    const failures: [string, string, RegExp, number?, number?][] = [
      ['const a = 1\nreturn a +', 'code.syntax', /SyntaxError/, 3, 1],
      ['return 1\n}) (function () {', 'code.syntax', /./],
      ['let x = 1\n\n  throw new TypeError("no " + x)', 'code.failed', /^TypeError: no 1$/, 3, 22],
      ['input.a.b.c', 'code.failed', /cannot read property 'b' of undefined/, 1, 8],
      ['throw "plain"', 'code.failed', /^plain$/],
      ['throw { toString() { throw 1 } }', 'code.failed', /./],
      ['throw null', 'code.failed', /./],
      ['for (;;);', 'code.out-of-time', /200 ms/],
      ['return new Array(1e8).fill(1).length', 'code.out-of-memory', /64 MB/],
      ['const f = () => f() + 1\nreturn f()', 'code.too-deep', /maximum call depth/],
      ['await new Promise(() => {})', 'code.failed', /never settles/],
      ['const a = {}\na.a = a\nreturn a', 'code.failed', /circular/],
    ]
    for (const [code, kind, message, line, column] of failures) {
      it(`fails at: ${code.replaceAll('\n', ' ')}`, async () => {
        const failure = await catchCodeError(
          run(code, { input: {}, limits: kind === 'code.out-of-time' ? shortLimits : generousLimits }),
        )
        assertEqual(failure.code, kind)
        const detail = englishFormatter.format(failure.detail)
        if (!message.test(detail)) throw new Error(detail)
        if (line !== undefined) assertEqual([failure.line, failure.column], [line, column])
      })
    }

    it('stops code even if QuickJS cannot be interrupted, and then runs other code', async () => {
      const failure = await catchCodeError(
        run('return Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)', { limits: shortLimits }),
      )
      assertEqual(
        [failure.code, failure.detail],
        ['code.out-of-time', { code: 'code.detail.stopped', params: { limit: 200 } }],
      )
      assertEqual(await run('return 1'), 1)
    })

    it('limits the total size of many values', async () => {
      const limits = { ms: 60_000, memoryBytes: 16 * 2 ** 20 }
      const createArraysCode = (count: number): string =>
        `const arrays = []\nfor (let i = 0; i < ${count}; i++) arrays.push(new Uint8Array(2 ** 20).fill(1))\nreturn arrays.length`
      assertEqual(await run(createArraysCode(8), { limits }), 8)
      const failure = await catchCodeError(run(createArraysCode(500), { limits }))
      assertEqual(
        [failure.code, failure.detail],
        ['code.out-of-memory', { code: 'code.detail.out-of-memory', params: { megabytes: 16 } }],
      )
      assertEqual(await run('return 1', { limits }), 1)
    })

    it('limits the result, which repeated references can make larger than the memory limit', async () => {
      const list = '\nreturn Array.from({ length: 1000 }, () => list)'
      const codes = [
        `const list = new Array(70).fill("x".repeat(1000))${list}`,
        `const list = new Array(5100).fill(1)${list}`,
      ]
      for (const code of selectSlowCases(codes)) {
        const failure = await catchCodeError(run(code, { limits: { ms: 60_000, memoryBytes: 512 * 2 ** 20 } }))
        assertEqual(failure.code, 'code.result-too-large')
      }
      assertEqual(await run('return new Array(1000000).fill(1).length'), 1_000_000)
    })

    it('limits the values that are passed to code', async () => {
      const limits = { ms: 60_000, memoryBytes: 2 ** 20 }
      const failure = await catchCodeError(run('return input.length', { input: 'x'.repeat(40 * 2 ** 20), limits }))
      assertEqual(failure.code, 'code.out-of-memory')
      assertEqual(await run('return input.length', { input: 'x', limits }), 1)
    })

    it('discards its module after a stack overflow in the host', async () => {
      const failure = await catchCodeError(
        run('let a = []\nfor (let i = 0; i < 100000; i++) a = [a]\nreturn a', {
          limits: { ...generousLimits, memoryBytes: 2 ** 27 },
        }),
      )
      assertEqual(failure.code, 'code.too-deep')
      assertEqual(await run('return 1'), 1)
    })

    it('stops when the signal is aborted', async () => {
      const controller = new AbortController()
      const work = run('for (;;);', { signal: controller.signal, limits: { ms: 60_000, memoryBytes: 2 ** 24 } })
      setTimeout(() => controller.abort(new Error('aborted')), 100)
      const cause = await work.then(
        () => undefined,
        (thrown: Error) => thrown.message,
      )
      assertEqual(cause, 'aborted')
      assertEqual(await run('return 1'), 1)
    })

    it('runs concurrently', async () => {
      assertEqual(await Promise.all([1, 2, 3].map((n) => run('return input', { input: n }))), [1, 2, 3])
    })
  })
}

/** Attempts to escape: each returns `false` or fails, and other code runs normally afterwards. */
export function describeAttempts({ describe, it }: TestApi, platform: SandboxPlatform): void {
  describe('200 attempts to escape from the sandbox', () => {
    for (const { family, code, isEndless } of selectAttacks(codeAttempts)) {
      const shortCode = code.length > 100 ? `${code.slice(0, 100)}…` : code
      it(`${family}: ${shortCode.replaceAll('\n', ' ')}`, async () => {
        const countsBefore = [
          countGlobals(),
          Reflect.ownKeys(Object.prototype).length,
          Reflect.ownKeys(Array.prototype).length,
        ]
        const limits = { ms: sizes.endlessMs, memoryBytes: 32 * 2 ** 20 }
        const outcome = await runCode(platform.sandbox(), code, { input: { a: 1 }, limits }).then(
          (value) => ({ value }),
          (cause: unknown) => ({ cause }),
        )
        if ('value' in outcome) {
          const { value } = outcome
          const isHarmless = value === false || value === null || typeof value === 'object' || typeof value === 'number'
          if (!isHarmless || isEndless) throw new Error(`It returned ${JSON.stringify(value)?.slice(0, 100)}.`)
        } else {
          if (!(outcome.cause instanceof CodeError)) throw outcome.cause
          const detail = englishFormatter.format(outcome.cause.detail)
          if (detail.length > 600 || /node_modules|\/work\/|serve-code|TOP-SECRET/.test(detail)) throw new Error(detail)
        }
        assertEqual(
          [countGlobals(), Reflect.ownKeys(Object.prototype).length, Reflect.ownKeys(Array.prototype).length],
          countsBefore,
        )
        assertEqual(({} as { polluted?: unknown }).polluted, undefined)
        assertEqual(await runCode(platform.sandbox(), 'return [1, 2].map((x) => x * 2)'), [2, 4])
      })
    }
  })
}

const countGlobals = (): number => Reflect.ownKeys(globalThis).length
