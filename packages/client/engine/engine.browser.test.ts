import { precompile } from './precompile.ts'
import { requests } from './requests.ts'
import { getProblem, createEmptyWorkflow, type NodeType, type RunEvent } from '@aw-flow/schema'
import { expect, waitUntil } from '@open-wc/testing'
import { engineChangeEvent, type Engine, type EngineState } from './engine.ts'
import { createEngine } from './create-engine.ts'
import { cacheCatalog } from '../storage/cached-catalog.ts'
import unresponsiveUrl from '../worker/testing/test-unresponsive-worker.ts?worker&url'
import failingUrl from '../worker/testing/test-failing-worker.ts?worker&url'
import scriptedUrl from '../worker/testing/test-scripted-worker.ts?worker&url'

const wasmUrl = '/nothing.wasm'
const cachedType: NodeType = {
  type: 'kept',
  version: 1,
  family: 'tables',
  title: 'Kept',
  description: 'Cached by an earlier engine.',
  icon: 'table',
  inputs: [],
  outputs: [],
  settings: {},
  defaults: {},
}
const workflow = (name: string) => ({
  ...createEmptyWorkflow(name),
  nodes: [{ id: 'a', type: 'load', position: { x: 0, y: 0 }, data: { label: 'A', config: {} } }],
})
const request = (name: string) => ({ run: 'r', workflowId: 'w', workflow: workflow(name), files: {}, seed: 1 })

const until = (engine: Engine, state: EngineState): Promise<void> =>
  new Promise((resolve) => {
    const check = (): void => {
      if (engine.status.state !== state) return
      engine.status.removeEventListener(engineChangeEvent, check)
      resolve()
    }
    engine.status.addEventListener(engineChangeEvent, check)
    check()
  })

/** Runs until the first events have arrived, then calls `act`. */
const runAndThen = async (engine: Engine, name: string, then: (cancel: () => void) => void) => {
  const controller = new AbortController()
  const events: RunEvent[] = []
  const problem = await engine
    .run(request(name), {
      signal: controller.signal,
      onProgress: () => undefined,
      onEvents: (more) => {
        if (events.length === 0) then(() => controller.abort())
        events.push(...more)
      },
    })
    .then(getProblem)
  return { problem, events: events.map(({ type }) => type) }
}

describe('an engine whose worker', () => {
  let engine: Engine
  afterEach(() => engine.close())

  it('does not load fails with a problem that names the URL', async () => {
    engine = createEngine({ workerUrl: '/no-such-worker.js', wasmUrl })
    await until(engine, 'failed')
    expect(engine.status.problem?.code).to.equal('engine.stopped.not-loaded')
    expect(engine.status.problem?.params?.url).to.equal('/no-such-worker.js')
    const answer = await engine.ask(requests.hash({ bytes: new Blob([]) }))
    expect(answer.ok).to.equal(false)
  })

  it('is of another origin is refused before it is requested', async () => {
    engine = createEngine({ workerUrl: 'https://example.invalid/worker.js', wasmUrl })
    await until(engine, 'failed')
    expect(engine.status.problem?.code).to.equal('engine.failed.cross-origin-worker')
  })

  it('throws settles pending requests', async () => {
    engine = createEngine({ workerUrl: failingUrl, wasmUrl })
    const answer = getProblem(await engine.warmUp())
    expect(answer?.code).to.equal('engine.stopped')
    expect(answer?.params?.reason).to.contain('out of memory')
    expect(engine.status.state).to.equal('failed')
  })

  it('never answers settles pending requests when it is closed', async () => {
    engine = createEngine({ workerUrl: unresponsiveUrl, wasmUrl })
    const pending = engine.warmUp()
    await Promise.resolve()
    engine.close()
    expect(getProblem(await pending)?.code).to.equal('engine.closed')
    expect(getProblem(await engine.warmUp())?.code).to.equal('engine.closed')
  })

  it('ends a canceled run itself is not terminated', async () => {
    engine = createEngine({ workerUrl: scriptedUrl, wasmUrl, abortTimeoutMs: 10_000 })
    const { problem, events } = await runAndThen(engine, 'Cancelable', (cancel) => cancel())
    expect(problem).to.equal(undefined)
    expect(events).to.deep.equal(['run-started', 'node-started', 'node-cancelled', 'run-cancelled'])
  })

  it('does not end a canceled run is terminated and restarted, and the events are kept', async () => {
    engine = createEngine({ workerUrl: scriptedUrl, wasmUrl, abortTimeoutMs: 100 })
    const { problem, events } = await runAndThen(engine, 'Not cancelable', (cancel) => cancel())
    expect(problem?.code).to.equal('engine.terminated')
    expect(events).to.deep.equal(['run-started', 'node-started'])
    await until(engine, 'ready')
    expect(await engine.ask(requests.hash({ bytes: new Blob([]) }))).to.deep.equal({ ok: true, value: 'f'.repeat(64) })
  })

  it('is busy with a statement beyond its limit is terminated with its problem, and restarted', async () => {
    engine = createEngine({ workerUrl: scriptedUrl, wasmUrl, abortTimeoutMs: 100 })
    const { problem, events } = await runAndThen(engine, 'Slow', () => undefined)
    expect(problem?.code).to.equal('sql.limit')
    expect(events).to.deep.equal(['run-started', 'node-started'])
    await until(engine, 'ready')
    expect(await engine.ask(requests.hash({ bytes: new Blob([]) }))).to.deep.equal({ ok: true, value: 'f'.repeat(64) })
  })

  it('is terminated at a statement is replaced by workers that do not check it', async () => {
    engine = createEngine({ workerUrl: scriptedUrl, wasmUrl, abortTimeoutMs: 100 })
    const listStatements = async (): Promise<string | undefined> => {
      const answer = await engine.ask(requests.readNodeDocs({ type: 'sql' }))
      return answer.ok ? answer.value?.markdown : undefined
    }
    expect(await listStatements()).to.equal('')
    await runAndThen(engine, 'Slow', () => undefined)
    expect(await listStatements()).to.equal('SELECT 1')
    await runAndThen(engine, 'Not cancelable', (cancel) => cancel())
    expect(await listStatements()).to.equal('SELECT 1')
  })

  it('does not respond is terminated and restarted, and all requests are settled', async () => {
    engine = createEngine({ workerUrl: scriptedUrl, wasmUrl, responseTimeoutMs: 600 })
    const answers = await Promise.all([
      engine.ask(requests.hash({ bytes: new Blob(['busy']) })),
      engine.ask(requests.hash({ bytes: new Blob([]) })),
    ])
    expect(answers.map((answer) => getProblem(answer)?.code)).to.deep.equal(['engine.terminated', 'engine.terminated'])
    await until(engine, 'ready')
    expect((await engine.ask(requests.hash({ bytes: new Blob([]) }))).ok).to.equal(true)
  })

  it('is kept busy by a run is not terminated before the run is canceled', async () => {
    engine = createEngine({ workerUrl: scriptedUrl, wasmUrl, abortTimeoutMs: 100, responseTimeoutMs: 120 })
    let hashed: ReturnType<typeof engine.ask<'hash'>> | undefined
    const { problem } = await runAndThen(engine, 'Not cancelable', (cancel) => {
      // The worker is busy shortly after it has sent the events.
      setTimeout(() => (hashed = engine.ask(requests.hash({ bytes: new Blob([]) }))), 200)
      setTimeout(cancel, 700)
    })
    expect(problem?.code).to.equal('engine.terminated')
    expect(getProblem(await hashed!)?.code).to.equal('engine.terminated')
  })

  it('completes its statement within the limit is not terminated', async () => {
    engine = createEngine({ workerUrl: scriptedUrl, wasmUrl, abortTimeoutMs: 1_500 })
    // More than the limit and the time until the worker is terminated.
    const cancelLater = (cancel: () => void): unknown => setTimeout(cancel, 2_000)
    const { problem, events } = await runAndThen(engine, 'Quick', cancelLater)
    expect(problem).to.equal(undefined)
    expect(events.at(-1)).to.equal('run-cancelled')
  })

  it('is busy does not delay the end of an aborted request', async () => {
    engine = createEngine({ workerUrl: scriptedUrl, wasmUrl })
    await until(engine, 'ready')
    const controller = new AbortController()
    const answer = engine.ask(requests.hash({ bytes: new Blob(['busy']) }), { signal: controller.signal })
    controller.abort()
    expect(getProblem(await answer)?.code).to.equal('engine.aborted')
  })

  it('crashes during a run settles the run and is restarted', async () => {
    engine = createEngine({ workerUrl: scriptedUrl, wasmUrl })
    const { problem } = await runAndThen(engine, 'Crash', () => undefined)
    expect(problem?.code).to.equal('engine.stopped')
    await until(engine, 'ready')
    expect((await engine.ask(requests.hash({ bytes: new Blob([]) }))).ok).to.equal(true)
  })

  it('is ended by the browser during a run settles the run and is restarted', async () => {
    engine = createEngine({ workerUrl: scriptedUrl, wasmUrl })
    const { problem } = await runAndThen(engine, 'Ended', () => undefined)
    expect(problem?.code).to.equal('engine.stopped.by-browser')
    await until(engine, 'ready')
    const again = await runAndThen(engine, 'Run', (cancel) => cancel())
    expect(again.events.at(-1)).to.equal('run-cancelled')
    await waitUntil(async () => !JSON.stringify(await navigator.locks.query()).includes('worker-'))
  })

  it('ran before with nodes of a host has its node types immediately, and another does not', async () => {
    const options = { workerUrl: scriptedUrl, wasmUrl, nodes: ['/nodes.js'] }
    engine = createEngine(options)
    await until(engine, 'ready')
    const initial = engine.status.catalog
    engine.close()
    const urls = [scriptedUrl, ...options.nodes].map((url) => new URL(url, location.href).href)
    cacheCatalog(JSON.stringify(urls), [cachedType])
    engine = createEngine(options)
    expect(engine.status.state).to.equal('loading')
    expect(engine.status.catalog.map(({ type }) => type)).to.deep.equal(['kept'])
    await until(engine, 'ready')
    expect(engine.status.catalog).to.deep.equal(initial)
    const other = createEngine({ ...options, workerUrl: `${scriptedUrl}&other` })
    expect(other.status.catalog).to.deep.equal([])
    other.close()
  })
})

it('compiles a module in the page whatever content type its server sends', async () => {
  const bytes = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])
  for (const type of ['application/wasm', 'application/octet-stream', ''])
    expect(await precompile(URL.createObjectURL(new Blob([bytes], { type })))).to.be.instanceOf(WebAssembly.Module)
  expect(await precompile(URL.createObjectURL(new Blob(['no module'])))).to.equal(undefined)
})
