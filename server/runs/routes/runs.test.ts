import { describe, expect, test } from 'vitest'
import { openTestApp } from '../../testing/test-app.ts'
import { readBody, createWorkflow, csv, workflow } from '../../testing/test-requests.ts'

const { server } = openTestApp()
const create = (document?: unknown): Promise<string> => createWorkflow(server, document)

describe('runs', () => {
  const start = async (document: unknown, body?: unknown): Promise<string> => {
    const id = await create(document)
    const answer = await server.send('POST', `/api/v1/workflows/${id}/execute`, body ?? {})
    expect(answer.status).toBe(202)
    const run = await readBody(answer)
    expect(run).toMatchObject({ run_id: run.id, job_id: run.id, workflow_id: id, status: 'queued' })
    return String(run.id)
  }

  test('explains an invalid body in sentences', async () => {
    const answer = await server.send('POST', `/api/v1/workflows/${await create()}/execute`, { input_data_id: 7 })
    expect(answer.status).toBe(422)
    expect((await readBody(answer)).error.message).toMatch(
      /^"input_data_id" is not valid: .*number\. \(setting input_data_id\) Send \{"input_data_id": "…"\}/,
    )
  })

  test('lists the known names for an unknown name', async () => {
    const answer = await server.send('POST', '/api/v1/runs', { workflow_id: await create(), data: {} })
    expect(answer.status).toBe(422)
    expect((await readBody(answer)).error.message).toMatch(
      /^The request body is not valid: .*"data"\. Allowed properties: workflow_id, input_data_id, .*\binputs\b.*\.$/,
    )
  })

  test('execute, steps, events, result, CSV', async () => {
    const { id: file } = await server.upload(csv, 'people.csv')
    const run = await start(workflow, { input_data_id: file })
    expect(await server.waitForEnd(run)).toMatchObject({
      status: 'completed',
      problem: null,
      steps: [
        { node: 'read', status: 'completed', rows: 3 },
        { node: 'check', status: 'completed' },
      ],
    })
    const steps = (await server.json(`/api/v1/runs/${run}/steps`)) as { items: Record<string, unknown>[] }
    expect(steps.items).toMatchObject([
      { node: 'read', input: { file: { kind: 'file', dataset: file } }, output: { table: { kind: 'table' } } },
      { node: 'check', input: { table: { kind: 'table' } }, report: { kind: 'validate' }, retry_count: 0 },
    ])
    const events = (await server.json(`/api/v1/runs/${run}/events`)) as { items: { seq: number; type: string }[] }
    expect(events.items.map(({ seq }) => seq)).toEqual(events.items.map((_, index) => index))
    expect(events.items[0]).toMatchObject({ type: 'run-started', run, seed: 1 })
    expect(events.items.at(-1)).toMatchObject({ type: 'run-completed' })
    const later = (await server.json(`/api/v1/runs/${run}/events?offset=2&limit=1`)) as {
      items: unknown[]
      total: number
    }
    expect(later).toMatchObject({ items: [{ seq: 2 }], total: events.items.length, offset: 2, limit: 1 })

    const result = (await server.json(`/api/v1/runs/${run}/result`)) as Record<string, unknown>
    expect(result).toMatchObject({
      run_id: run,
      status: 'completed',
      table: { node: 'check', table: { rows: 3, columns: [{ name: 'id' }, { name: 'name' }] }, bytes: csv.length },
      reports: [{ node: 'check', kind: 'validate' }],
      valid: true,
    })
    for (const init of [
      { query: '?format=csv', accept: '*/*' },
      { query: '', accept: 'text/csv' },
    ]) {
      const answer = await server.ask(`/api/v1/runs/${run}/result${init.query}`, { headers: { accept: init.accept } })
      expect(answer.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
      expect(await answer.text()).toBe(csv)
    }
    const list = (await server.json('/api/v1/runs?status=completed&limit=1')) as { items: unknown[] }
    expect(list.items).toMatchObject([{ id: run, status: 'completed' }])
  })

  test('runs a workflow with a sub-workflow that reads the file', async () => {
    const name = '100 %_of cases'
    const named = { name: 'By name', nodes: [{ id: 'sub', type: 'within', data: { config: { workflow: name } } }] }
    const early = await create(named)
    const ask = (id: string): Promise<unknown> =>
      server.send('POST', `/api/v1/workflows/${id}/validate`, {}).then((answer) => answer.json())
    expect(await ask(early)).toMatchObject({ valid: false, problems: [{ code: 'sub-workflow.missing' }] })

    const ports = { inputs: [], outputs: [{ name: 'table', type: 'table', from: { node: 'check', port: 'table' } }] }
    const inner = await create({ ...workflow, name, ports })
    await create({ ...workflow, name: 'Another', description: `Not "${name}", "100 x_of cases"` })
    expect(await ask(early)).toMatchObject({ valid: true })
    const { id: file } = await server.upload(csv)
    const byId = { ...named, nodes: [{ id: 'sub', type: 'within', data: { config: { workflow: inner } } }] }
    for (const [document, body] of [
      [named, { input_data_id: file }],
      [byId, { inputs: { 'sub/read': file } }],
    ] as const) {
      const run = await start(document, body)
      expect(await server.waitForEnd(run)).toMatchObject({ status: 'completed', problem: null })
      const result = (await server.json(`/api/v1/runs/${run}/result`)) as Record<string, unknown>
      expect(result).toMatchObject({ table: { node: 'sub', table: { rows: 3 } } })
    }
  })

  test('shows a failed check in the result', async () => {
    const { id: file } = await server.upload(csv)
    const document = {
      ...workflow,
      nodes: [workflow.nodes[0], { ...workflow.nodes[1], data: { config: { valid: false } } }],
    }
    const run = await start(document, { inputs: { read: file }, seed: 7 })
    await server.waitForEnd(run)
    expect(await server.json(`/api/v1/runs/${run}/result`)).toMatchObject({ status: 'completed', valid: false })
    expect(await server.json(`/api/v1/runs/${run}/events?limit=1`)).toMatchObject({ items: [{ seed: 7 }] })

    // A deleted run is not found; restored, it is unchanged and has its result.
    const remove = () => server.ask(`/api/v1/runs/${run}`, { method: 'DELETE' })
    const listed = async () => ((await server.json('/api/v1/jobs?limit=500')) as { items: { id: string }[] }).items
    expect((await remove()).status).toBe(204)
    for (const what of ['', '/result', '/events', '/steps']) {
      expect((await server.ask(`/api/v1/runs/${run}${what}`)).status, what).toBe(404)
    }
    expect((await listed()).map(({ id }) => id)).not.toContain(run)
    const deleted = async () => (await server.json('/api/v1/jobs?deleted=true&limit=500')) as { items: object[] }
    expect((await deleted()).items).toMatchObject([{ id: run }])
    expect((await server.ask(`/api/v1/data/result-${run}`)).status).toBe(404)
    expect((await remove()).status).toBe(404)
    const restored = await server.ask(`/api/v1/runs/${run}/restore`, { method: 'POST' })
    expect([restored.status, await restored.json()]).toMatchObject([200, { id: run, status: 'completed' }])
    expect((await listed()).map(({ id }) => id)).toContain(run)
    expect((await deleted()).items).toEqual([])
    expect(await server.json(`/api/v1/runs/${run}/result`)).toMatchObject({ status: 'completed', valid: false })
    expect((await server.ask('/api/v1/runs/none/restore', { method: 'POST' })).status).toBe(404)
  })

  test('the result table is downloaded in other formats, and is the input of another run', async () => {
    const { id: file } = await server.upload(csv)
    const run = await start(workflow, { input_data_id: file })
    await server.waitForEnd(run)
    const download = async (format: string) => server.ask(`/api/v1/runs/${run}/result?format=${format}`)
    const text = await (await download('csv')).text()
    const rows = (await (await download('json-rows')).json()) as object[]
    expect(rows).toHaveLength(text.trim().split('\n').length - 1)
    expect(Object.keys(rows[0]!)).toEqual(text.split('\n')[0]!.split(','))
    const parquet = await download('parquet')
    expect(new TextDecoder().decode((await parquet.arrayBuffer()).slice(0, 4))).toBe('PAR1')
    expect(parquet.headers.get('content-disposition')).toContain('.parquet')
    const { result_data_id: result } = (await server.json(`/api/v1/jobs/${run}`)) as { result_data_id: string }
    expect(await (await server.ask(`/api/v1/data/${result}/download`)).text()).toBe(text)
    expect(await server.json(`/api/v1/data/${result}/info`)).toMatchObject({
      file_metadata: { rows: rows.length },
      profile: { rows: rows.length },
    })
    const { items } = (await server.json('/api/v1/data?limit=500')) as { items: { id: string }[] }
    expect(items.map(({ id }) => id)).not.toContain(result)
    expect((await server.ask(`/api/v1/data/${result}`, { method: 'DELETE' })).status).toBe(404)
    const second = await start(workflow, { input_data_id: result })
    expect(await server.waitForEnd(second)).toMatchObject({ status: 'completed', input_data_id: result })
  })

  test('a canceled run names the caller who canceled it', async () => {
    const { id: file } = await server.upload(csv)
    const rest = { name: 'Rests', nodes: [workflow.nodes[0], { id: 'rest', type: 'wait' }], edges: [{ id: '1', source: 'read', target: 'rest' }] } // oxfmt-ignore
    const run = await start(rest, { input_data_id: file })
    const canceled = await server.ask(`/api/v1/runs/${run}/cancel`, { method: 'POST' })
    expect([canceled.status, await canceled.json()]).toMatchObject([202, { cancelled_by: 'local-owner' }])
    expect(await server.waitForEnd(run)).toMatchObject({ status: 'cancelled', cancelled_by: 'local-owner' })
  })

  test('a failed run has its error and progress', async () => {
    const { id: file } = await server.upload(csv)
    const run = await start(
      {
        name: 'Fails',
        nodes: [
          { id: 'read', type: 'read' },
          { id: 'fail', type: 'fail', data: { config: { message: 'Asked to fail.' } } },
          { id: 'after', type: 'check' },
        ],
        edges: [
          { id: '1', source: 'read', target: 'fail' },
          { id: '2', source: 'fail', target: 'after' },
        ],
      },
      { input_data_id: file },
    )
    expect(await server.waitForEnd(run)).toMatchObject({
      status: 'failed',
      problem: { code: 'fail.asked', where: { node: 'fail' } },
      steps: [{ status: 'completed' }, { status: 'failed' }, { status: 'skipped' }],
    })
    expect(await server.json(`/api/v1/runs/${run}/result`)).toMatchObject({
      status: 'failed',
      table: null,
      tables: [{ node: 'read' }],
      valid: null,
      problem: { message: 'Asked to fail.' },
    })
    expect((await server.ask(`/api/v1/runs/${run}/result?format=csv`)).status).toBe(409)
    expect(await (await server.ask(`/api/v1/runs/${run}/result?format=csv&node=read`)).text()).toBe(csv)
    expect((await server.ask(`/api/v1/runs/${run}/result?format=csv&node=none`)).status).toBe(404)
  })

  test('cancels running and queued runs', async () => {
    const waits = { name: 'Waits', nodes: [{ id: 'wait', type: 'wait' }], edges: [] }
    const running = await start(waits)
    const queued = await start(waits)
    expect((await server.ask(`/api/v1/runs/${running}/result`)).status).toBe(409)
    await expect
      .poll(() => server.json(`/api/v1/runs/${running}`), { timeout: 180_000 })
      .toMatchObject({
        status: 'running',
        steps: [{ status: 'running', progress: { done: 1, total: 4, unit: 'steps' } }],
      })
    expect(await server.json(`/api/v1/runs/${queued}`)).toMatchObject({ status: 'queued' })
    const early = await server.ask(`/api/v1/runs/${running}`, { method: 'DELETE' })
    expect([early.status, (await readBody(early)).error.code]).toEqual([409, 'run.in-progress'])
    expect((await server.ask(`/api/v1/runs/${queued}/cancel`, { method: 'POST' })).status).toBe(202)
    expect((await server.ask(`/api/v1/runs/${running}/cancel`, { method: 'POST' })).status).toBe(202)
    expect(await server.waitForEnd(running)).toMatchObject({ status: 'cancelled' })
    expect(await server.waitForEnd(queued)).toMatchObject({ status: 'cancelled', started_at: null })
    const again = await server.ask(`/api/v1/runs/${running}/cancel`, { method: 'POST' })
    expect([again.status, (await readBody(again)).error.code]).toEqual([409, 'run.ended'])
    expect(await server.json(`/api/v1/runs/${running}/result`)).toMatchObject({ status: 'cancelled', table: null })
  })

  test.each([
    [{ input_data_id: 'none' }, 'dataset.not-found'],
    [{ inputs: { nobody: 'none' } }, 'dataset.not-found'],
    [{ input_file: 'x' }, 'body.invalid'],
    [{ inputDataId: 'x' }, 'body.invalid'],
    [{ parameters: { require_approval: true } }, 'run.no-approval'],
    [{ parameters: { rows: 3 } }, 'body.invalid'],
    [{ order: 7 }, 'run.no-trigger'],
    [{ seed: -1 }, 'body.invalid'],
    [[], 'body.invalid'],
  ])('does not start with %j', async (body, code) => {
    const answer = await server.send('POST', `/api/v1/workflows/${await create()}/execute`, body)
    expect([answer.status, (await readBody(answer)).error.code]).toEqual([422, code])
  })

  test('executes a workflow with a file of the request', async () => {
    const execute = async (form: FormData, id: string): Promise<Response> =>
      server.ask(`/api/v1/workflows/${id}/execute`, { method: 'POST', body: form })
    const id = await create()
    const form = new FormData()
    form.append('parameters', '{}')
    form.append('input_file', new File([csv], 'people.csv'))
    const answer = await execute(form, id)
    expect(answer.status).toBe(202)
    const { run_id: run } = (await answer.json()) as { run_id: string }
    expect(await server.waitForEnd(run)).toMatchObject({
      status: 'completed',
      progress: 100,
      input_data_id: expect.stringMatching(/^[0-9a-f]{64}$/),
      trigger_type: 'api',
      duration_ms: expect.any(Number),
      cancelled_at: null,
    })
    const { input_data_id: file } = (await server.json(`/api/v1/runs/${run}`)) as { input_data_id: string }
    for (const [fields, status] of [
      [{ input_data_id: file, parameters: 'null' }, 202],
      [{ input_data_id: file, parameters: '{"require_approval": true}' }, 'run.no-approval'],
      [{ input_data_id: file, paramters: '{"require_approval": true}' }, 'body.invalid'],
    ] as const) {
      const withoutFile = new FormData()
      for (const [name, text] of Object.entries(fields)) withoutFile.append(name, text)
      const answer = await execute(withoutFile, id)
      const { error } = (await answer.json()) as { error?: { code: string } }
      expect(error?.code ?? answer.status).toBe(status)
    }
    // Larger than the limit of JSON bodies of this server.
    const large = new FormData()
    large.append('input_file', new File([`name,age\n${'Ada,36\n'.repeat(20_000)}`], 'large.csv'))
    expect((await execute(large, id)).status).toBe(202)
  })

  test('shows what started a run, also in its retry', async () => {
    const id = await create()
    const { id: file } = await server.upload(csv)
    const answer = await server.send('POST', '/api/v1/runs', {
      workflow_id: id,
      input_data_id: file,
      trigger_type: 'manual',
      triggered_by: 'Ada',
    })
    const started = { trigger_type: 'manual', triggered_by: 'Ada' }
    const run = (await answer.json()) as { id: string }
    expect(run).toMatchObject(started)
    expect(await server.waitForEnd(run.id)).toMatchObject(started)
    expect(await server.json(`/api/v1/runs?workflow_id=${id}`)).toMatchObject({ items: [started] })
    const retry = await server.send('POST', `/api/v1/runs/${run.id}/retry`, { settings: { read: {} } })
    expect(await retry.json()).toMatchObject({ retry_of: run.id, ...started })
  })

  test('refuses a file for a node that reads none', async () => {
    const { id: file } = await server.upload(csv)
    const answer = await server.send('POST', `/api/v1/workflows/${await create()}/execute`, { inputs: { check: file } })
    expect([answer.status, (await readBody(answer)).error.code]).toEqual([422, 'run.no-file-input'])
  })

  test('refuses archived workflows', async () => {
    const id = await create({ ...workflow, status: 'archived' })
    expect((await server.send('POST', `/api/v1/workflows/${id}/execute`, {})).status).toBe(409)
  })
})
