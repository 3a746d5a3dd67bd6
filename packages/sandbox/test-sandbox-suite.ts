import { CodeError, type CodeRequest, type Sandbox } from '@aw-flow/engine'
import type { Json } from '@aw-flow/schema'
import { selectAttacks, sizes } from '../../test/sizes.ts'
import { codeAttempts } from './test-code-attempts.ts'

export interface TestApi {
  describe(title: string, cases: () => void): void
  it(title: string, run: () => Promise<void>): void
}

export interface SandboxPlace {
  sandbox(): Sandbox
}

/** Longer than anything here takes on a busy machine; what is to run out of time is given less. */
const enough = { ms: 30_000, memoryBytes: 64 * 2 ** 20 }
const little = { ...enough, ms: 200 }

export type Logged = { level: string; message: string }[]

/** Runs code once. */
export async function runCode(
  sandbox: Sandbox,
  code: string,
  { input = null, first, ...more }: { input?: Json; first?: number; log?: Logged } & Partial<CodeRequest> = {},
): Promise<Json> {
  const opened = await sandbox.open({
    code,
    over: 'value',
    now: Date.UTC(2026, 10, 20),
    seed: 1,
    limits: enough,
    signal: new AbortController().signal,
    onLog: (level, message) => void more.log?.push({ level, message }),
    ...more,
  })
  try {
    return await opened.call(input, first)
  } finally {
    await opened.close()
  }
}

export async function failureOf(work: Promise<unknown>): Promise<CodeError> {
  const cause = await work.then(
    (value: unknown) => new Error(`It gave ${JSON.stringify(value)}.`),
    (thrown: unknown) => thrown,
  )
  if (cause instanceof CodeError) return cause
  throw cause
}

export function equal(actual: unknown, expected: unknown): void {
  const [one, other] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (one !== other) throw new Error(`Expected ${other}, found ${one}.`)
}

/** What every sandbox does with code. */
export function describeSandbox({ describe, it }: TestApi, place: SandboxPlace): void {
  const run = (code: string, more?: Parameters<typeof runCode>[2]): Promise<Json> =>
    runCode(place.sandbox(), code, more)

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
    for (const [code, input, gives] of cases)
      it(code.replaceAll('\n', ' ') || '(nothing)', async () => equal(await run(code, { input }), gives))

    it('gives the same chance to the same seed', async () => {
      const code = 'return [Math.random(), Math.random()]'
      equal(await run(code), await run(code))
      equal(await run(code, { seed: 2 }), await run(code, { seed: 2 }))
      equal(JSON.stringify(await run(code)) === JSON.stringify(await run(code, { seed: 2 })), false)
      equal(await run('return Math.random()'), 0.6270739405881613)
    })

    it('goes over rows: one, several or none for each, with their index', async () => {
      const input = [{ a: 1 }, { a: 2 }, { a: 3 }]
      equal(await run('return { b: row.a * 2, index }', { over: 'rows', input, first: 10 }), [
        { b: 2, index: 10 },
        { b: 4, index: 11 },
        { b: 6, index: 12 },
      ])
      equal(await run('if (row.a === 2) return\nreturn [row, row]', { over: 'rows', input }), [
        { a: 1 },
        { a: 1 },
        { a: 3 },
        { a: 3 },
      ])
      equal(await run('return { b: await row.a }', { over: 'rows', input: [{ a: 1 }] }), [{ b: 1 }])
    })

    it('keeps what it made for the next call of one run, and nothing for the next run', async () => {
      const code = 'globalThis.n = (globalThis.n ?? 0) + 1\nArray.prototype.extra = 1\nreturn n'
      const opened = await place.sandbox().open({
        code,
        over: 'value',
        now: 0,
        seed: 1,
        limits: { ...enough, memoryBytes: 2 ** 24 },
        signal: new AbortController().signal,
        onLog: () => undefined,
      })
      equal([await opened.call(null), await opened.call(null)], [1, 2])
      await opened.close()
      equal(await run('return [typeof n, [].extra === undefined]'), ['undefined', true])
    })

    it('tells its console, with level', async () => {
      const log: Logged = []
      await run(
        'console.log("a", 1, { b: [1] })\nconsole.warn(undefined)\nconsole.error(new Error("x"))\nconsole.debug(2n)',
        { log },
      )
      equal(log, [
        { level: 'info', message: 'a 1 {"b":[1]}' },
        { level: 'warning', message: 'undefined' },
        { level: 'error', message: 'Error: x' },
        { level: 'debug', message: '2' },
      ])
      const many: Logged = []
      await run('const x = "x".repeat(5000)\nfor (let i = 0; i < 1500; i++) console.log(x)', { log: many })
      equal([many.length, many[0]!.message.length, many.at(-1)!.message], [1000, 2001, 'No more lines are kept.'])
    })

    const failures: [string, string, RegExp, number?, number?][] = [
      ['const a = 1\nreturn a +', 'code.syntax', /SyntaxError/, 3, 1],
      ['return 1\n}) (function () {', 'code.syntax', /./],
      ['let x = 1\n\n  throw new TypeError("no " + x)', 'code.failed', /^TypeError: no 1$/, 3, 22],
      ['input.a.b.c', 'code.failed', /cannot read property 'b' of undefined/, 1, 8],
      ['throw "plain"', 'code.failed', /^plain$/],
      ['throw { toString() { throw 1 } }', 'code.failed', /./],
      ['throw null', 'code.failed', /./],
      ['for (;;);', 'code.out-of-time', /0\.2 s/],
      ['return new Array(1e8).fill(1).length', 'code.out-of-memory', /64 MB/],
      ['const f = () => f() + 1\nreturn f()', 'code.too-deep', /too deep/],
      ['await new Promise(() => {})', 'code.failed', /never comes/],
      ['const a = {}\na.a = a\nreturn a', 'code.failed', /circular/],
    ]
    for (const [code, kind, message, line, column] of failures) {
      it(`fails at: ${code.replaceAll('\n', ' ')}`, async () => {
        const failure = await failureOf(run(code, { input: {}, limits: kind === 'code.out-of-time' ? little : enough }))
        equal(failure.code, kind)
        if (!message.test(failure.message)) throw new Error(failure.message)
        if (line !== undefined) equal([failure.line, failure.column], [line, column])
      })
    }

    it('is ended where QuickJS itself cannot be interrupted, and the next code runs', async () => {
      const failure = await failureOf(
        run('return Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)', { limits: little }),
      )
      equal([failure.code, failure.message], ['code.out-of-time', 'It took longer than 0.2 s and was ended.'])
      equal(await run('return 1'), 1)
    })

    it('throws its module away where the host’s own stack overflows', async () => {
      const failure = await failureOf(
        run('let a = []\nfor (let i = 0; i < 100000; i++) a = [a]\nreturn a', {
          limits: { ...enough, memoryBytes: 2 ** 27 },
        }),
      )
      equal(failure.code, 'code.too-deep')
      equal(await run('return 1'), 1)
    })

    it('stops when it is told', async () => {
      const controller = new AbortController()
      const work = run('for (;;);', { signal: controller.signal, limits: { ms: 60_000, memoryBytes: 2 ** 24 } })
      setTimeout(() => controller.abort(new Error('told')), 100)
      const cause = await work.then(
        () => undefined,
        (thrown: Error) => thrown.message,
      )
      equal(cause, 'told')
      equal(await run('return 1'), 1)
    })

    it('runs side by side', async () => {
      equal(await Promise.all([1, 2, 3].map((n) => run('return input', { input: n }))), [1, 2, 3])
    })
  })
}

/** What code does not get at: each attempt gives `false`, or fails as code does. Another code runs as before behind it. */
export function describeAttempts({ describe, it }: TestApi, place: SandboxPlace): void {
  describe('200 attempts to get out of the sandbox', () => {
    for (const { family, code, endless } of selectAttacks(codeAttempts)) {
      const shown = code.length > 100 ? `${code.slice(0, 100)}…` : code
      it(`${family}: ${shown.replaceAll('\n', ' ')}`, async () => {
        const before = [
          globalNames(),
          Reflect.ownKeys(Object.prototype).length,
          Reflect.ownKeys(Array.prototype).length,
        ]
        const limits = { ms: sizes.endlessMs, memoryBytes: 32 * 2 ** 20 }
        const outcome = await runCode(place.sandbox(), code, { input: { a: 1 }, limits }).then(
          (value) => ({ value }),
          (cause: unknown) => ({ cause }),
        )
        if ('value' in outcome) {
          const { value } = outcome
          const isHarmless = value === false || value === null || typeof value === 'object' || typeof value === 'number'
          if (!isHarmless || endless) throw new Error(`It gave ${JSON.stringify(value)?.slice(0, 100)}.`)
        } else {
          if (!(outcome.cause instanceof CodeError)) throw outcome.cause
          const { message } = outcome.cause
          if (message.length > 600 || /node_modules|\/work\/|serve-code|TOP-SECRET/.test(message))
            throw new Error(message)
        }
        equal(
          [globalNames(), Reflect.ownKeys(Object.prototype).length, Reflect.ownKeys(Array.prototype).length],
          before,
        )
        equal(({} as { polluted?: unknown }).polluted, undefined)
        equal(await runCode(place.sandbox(), 'return [1, 2].map((x) => x * 2)'), [2, 4])
      })
    }
  })
}

const globalNames = (): number => Reflect.ownKeys(globalThis).length
