import { englishFormatter } from '@aw-flow/messages/catalogs'
import { NodeError } from '@aw-flow/engine'
import type { PortDescription } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { createMemoryFiles, openTestService } from '../actions/test-service.ts'
import { describeNode, runNode, createTextFile } from '../test-node.ts'
import { loadingNode } from './loading.ts'
import { openTestTables } from '../../../test/open-tables.ts'
import { createColumns } from '../../../test/columns.ts'

const tables = await openTestTables()

const csv = createTextFile('a.csv', 'id,price\n1,2.5\n2,3.5\n')
const given = (dataset: string) => ({ file: { kind: 'file' as const, dataset, name: dataset } })
const failure = async (work: Promise<unknown>): Promise<NodeError> => {
  const cause = await work.catch((thrown: unknown) => thrown)
  expect(cause).toBeInstanceOf(NodeError)
  return cause as NodeError
}

describe('a run', () => {
  it('loads the file on its input, under its key', async () => {
    const { outputs, report } = await runNode(loadingNode, { tables, files: [csv], inputs: given('a.csv'), key: 'abc' })
    expect(outputs).toEqual({
      table: {
        kind: 'table',
        table: {
          id: 'abc',
          rows: 2,
          columns: createColumns('id BIGINT, price DOUBLE'),
        },
      },
    })
    expect(report).toMatchObject({ kind: 'load', report: { file: 'a.csv', rows: 2 } })
  })

  it('prefers the file on its input over the dataset of its settings', async () => {
    const other = createTextFile('b.csv', 'x\n1\n2\n3\n')
    const files = [csv, other]
    const loadedBySetting = await runNode(loadingNode, { tables, files, settings: { dataset: 'b.csv' } })
    expect(loadedBySetting.report).toMatchObject({ report: { file: 'b.csv' } })
    const both = await runNode(loadingNode, { tables, files, settings: { dataset: 'b.csv' }, inputs: given('a.csv') })
    expect(both.report).toMatchObject({ report: { file: 'a.csv' } })
  })

  it('applies its settings', async () => {
    const file = createTextFile('c.csv', 'a\tb;c\n1\t2;3\n')
    const settings = { dataset: 'c.csv', delimiter: 'tab', header: 'no' }
    const { report } = await runNode(loadingNode, { tables, files: [file], settings })
    expect(report?.report).toMatchObject({ delimiter: '\t', headerLines: 0, rows: 2 })
  })

  it('names node, setting and next step without a file', async () => {
    const none = await failure(runNode(loadingNode, { tables }))
    expect(none.problem).toMatchObject({ code: 'load.no-dataset', where: { node: 'here', setting: 'dataset' } })
    const gone = await failure(runNode(loadingNode, { tables, settings: { dataset: 'gone' } }))
    expect(gone.problem).toMatchObject({ code: 'load.dataset-deleted', where: { node: 'here', setting: 'dataset' } })
    for (const { problem } of [none, gone]) {
      const { message, hint } = englishFormatter.renderProblem(problem)
      expect(message).toContain('"here"')
      expect(hint).toBeTruthy()
    }
  })

  it('names label and file, not ids, if a file was deleted', async () => {
    const id = 'f'.repeat(64)
    const chosen = await failure(runNode(loadingNode, { tables, settings: { dataset: id }, label: 'Load sales' }))
    expect(englishFormatter.renderProblem(chosen.problem).message).toBe(
      'The file selected in "Load sales" no longer exists.',
    )
    const inputs = { file: { kind: 'file' as const, dataset: id, name: 'sales.csv' } }
    const given = await failure(runNode(loadingNode, { tables, inputs, label: 'Load sales' }))
    expect(englishFormatter.renderProblem(given.problem).message).toBe(
      'The file "sales.csv" for "Load sales" no longer exists.',
    )
  })

  it('locates the problems of a file at the node', async () => {
    const broken = createTextFile('x.json', '[{"a": 1} {"a": 2}]')
    const { problem, agentRetries, report } = await failure(
      runNode(loadingNode, { tables, files: [broken], inputs: given('x.json') }),
    )
    expect(problem.where).toEqual({ node: 'here', file: 'x.json', line: 1 })
    expect(agentRetries).toBeGreaterThanOrEqual(1)
    expect(report?.kind).toBe('load')
    const { problems } = await runNode(loadingNode, { tables, files: [createTextFile('e', '')], inputs: given('e') })
    expect(problems).toMatchObject([{ code: 'load.empty-file', where: { node: 'here' } }])
  })
})

describe('before a run', () => {
  const preview = (format: string) => (dataset: string) => ({
    dataset,
    format,
    columns: [{ name: 'a', type: 'BIGINT' }],
  })

  it('describes the columns of a dataset with a preview', () => {
    const { outputs } = describeNode(loadingNode, { settings: { dataset: 'd' }, preview: preview('csv') })
    expect(outputs.table?.columns).toEqual([{ name: 'a', type: 'BIGINT' }])
  })

  it('describes the columns of the file of the next run if settings and inputs contain none', () => {
    const columnsOf = (options: { settings?: object; inputs?: Record<string, PortDescription> } = {}) =>
      describeNode(loadingNode, {
        ...options,
        runDataset: 'next',
        preview: (dataset) => ({ dataset, format: 'csv', columns: [{ name: dataset, type: 'BIGINT' }] }),
      }).outputs.table?.columns?.map(({ name }) => name)
    expect(columnsOf()).toEqual(['next'])
    expect(columnsOf({ settings: { dataset: 'own' } })).toEqual(['own'])
    expect(columnsOf({ settings: { address: 'https://example.com/a.csv' } })).toBeUndefined()
    expect(columnsOf({ inputs: { file: { type: 'file' } } })).toBeUndefined()
    const unreadable = describeNode(loadingNode, {
      runDataset: 'next',
      preview: (dataset) => ({ dataset, format: 'binary', columns: [] }),
    })
    expect(unreadable.outputs.table?.columns).toBeUndefined()
  })

  it('describes no columns without a dataset, or with settings that change them', () => {
    expect(describeNode(loadingNode).outputs.table?.columns).toBeUndefined()
    const description = describeNode(loadingNode, {
      settings: { dataset: 'd', delimiter: ';' },
      preview: preview('csv'),
    })
    expect(description.outputs.table?.columns).toBeUndefined()
    expect(englishFormatter.format(description.summary)).toBe('Selected file · CSV, delimiter ";"')
  })

  it('warns about empty and unsupported files', () => {
    const of = (format: string) =>
      describeNode(loadingNode, { settings: { dataset: 'd' }, preview: preview(format) }).problems
    expect(of('binary')).toMatchObject([{ severity: 'error', where: { setting: 'dataset' } }])
    expect(of('empty')).toMatchObject([{ severity: 'warning' }])
    expect(of('csv')).toEqual([])
  })

  it('reports a missing dataset', () => {
    const of = (has: boolean | undefined, settings = { dataset: 'd' }) =>
      describeNode(loadingNode, { settings, preview: preview('csv'), has: () => has })
    expect(of(false).problems).toMatchObject([
      { code: 'load.dataset-missing', severity: 'error', where: { setting: 'dataset' } },
    ])
    expect(englishFormatter.format(of(false).summary)).toBe('File not found · detected automatically')
    expect(of(true).problems).toEqual([])
    expect(of(undefined).problems).toEqual([])
    expect(of(false, { dataset: '' }).problems).toEqual([])
    const inputs = { file: { type: 'file' as const } }
    expect(describeNode(loadingNode, { settings: { dataset: 'd' }, inputs, has: () => false }).problems).toEqual([])
  })
})

describe('an address', () => {
  it('is downloaded in the run, stored, and loaded like a file', async () => {
    const service = await openTestService((request, response) => {
      if (request.url === '/gone') response.writeHead(404).end('no such file')
      else response.setHeader('content-type', 'text/html').end('id;price\n1;2,5\n')
    })
    try {
      const storedFiles = createMemoryFiles()
      const load = (address: string, more = {}) =>
        runNode(loadingNode, {
          tables,
          services: service.services,
          filesPort: storedFiles,
          settings: { address },
          ...more,
        })
      const { outputs, report } = await load(`${service.url}/files/data%20one.csv?x=1`)
      expect(outputs.table).toMatchObject({
        table: { rows: 1, columns: [{ name: 'id' }, { name: 'price', type: 'DOUBLE' }] },
      })
      expect(report).toMatchObject({ report: { file: 'data one.csv', delimiter: ';' } })
      expect(storedFiles.stored).toHaveLength(1)
      const gone = await failure(load(`${service.url}/gone`))
      expect(gone.problem).toMatchObject({ code: 'http.status', where: { node: 'here', setting: 'address' } })
      const elsewhere = await failure(load('http://127.0.0.1:9/x.csv'))
      expect(elsewhere.problem).toMatchObject({ code: 'egress.host-not-allowed', where: { setting: 'address' } })
      expect((await failure(load('ftp://a.example/x.csv'))).problem.code).toBe('egress.address')
      await load(service.url, { filesPort: createMemoryFiles(csv), inputs: given('a.csv') })
      expect(service.receivedRequests.map(({ url }) => url)).toEqual(['/files/data%20one.csv?x=1', '/gone'])
    } finally {
      await service.close()
    }
  })

  it('is part of the derivation only if it is read', () => {
    const of = (settings: object, inputs = {}): unknown =>
      loadingNode.derivation!({ settings: loadingNode.settings.parse(settings), inputs })
    const address = 'https://a.example/x.csv'
    expect(of({ address, dataset: 'd' })).toEqual(of({ dataset: 'd' }))
    expect(of({ address }, given('a.csv'))).toEqual(of({}, given('a.csv')))
    expect(of({ address })).not.toEqual(of({}))
  })

  it('is validated before a run without a request', () => {
    const of = (address: string) => describeNode(loadingNode, { settings: { address } })
    expect(englishFormatter.format(of('https://a.example/x.csv?token=1').summary)).toBe(
      'a.example/x.csv · detected automatically',
    )
    expect(of('{{start.data.url}}').problems).toEqual([])
    expect(of('file:///etc/passwd').problems).toMatchObject([{ code: 'egress.address', where: { setting: 'address' } }])
  })
})
