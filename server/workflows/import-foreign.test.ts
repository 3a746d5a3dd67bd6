import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { strToU8, zipSync } from 'fflate'
import { createKnimeFile, type KnimeFixture } from '../../test/movers/knime-file.ts'
import { openTestApp } from '../testing/test-app.ts'

const { server } = openTestApp()

const read = (file: string): string =>
  readFileSync(new URL(`../../test/fixtures/movers/${file}`, import.meta.url), 'utf8')

interface Imported {
  name: string
  status: string
  nodes: { type: string; data: { label: string; config: Record<string, unknown> } }[]
  import_report: { tool: string; nodes: { status: string }[]; problems: { code: string; message: string }[] }
}

const importFile = async (file: string): Promise<Imported> => {
  const type = file.endsWith('.json') ? 'application/json' : 'application/yaml'
  const response = await server.ask('/api/v1/workflows/import', {
    method: 'POST',
    headers: { 'content-type': type },
    body: read(file),
  })
  expect(response.status).toBe(201)
  return (await response.json()) as Imported
}

describe('POST /workflows/import', () => {
  it.each([
    // import-n8n, import-real-n8n-perplexity.json
    ['n8n/orders-to-slack.json', 'n8n', 5],
    ['n8n/webhook-echo.json', 'n8n', 3],
    // import-flowise, import-real-flowise-llmchain.json
    ['flowise/branches.json', 'flowise', 4],
    ['flowise/llm-chain.json', 'flowise', 3],
    // import-airflow
    ['airflow/etl.json', 'airflow', 5],
    // import-kestra, as JSON and as YAML
    ['kestra/choice.json', 'kestra', 5],
    ['kestra/fetch.yaml', 'kestra', 4],
    // import-real-dify-iteration.yml
    ['dify/iteration.yml', 'dify', 6],
    // import-real-nodered-http.json
    ['node-red/web-page.json', 'node-red', 3],
    ['langflow/router.json', 'langflow', 4],
  ])('imports %s as a draft, and reports what became of its nodes', async (file, tool, nodes) => {
    const imported = await importFile(file)
    expect(imported.status).toBe('draft')
    expect(imported.import_report).toMatchObject({ tool })
    expect(imported.import_report.nodes).toHaveLength(nodes)
    expect(imported.import_report.problems[0]!.message).toContain(`${nodes} nodes`)
  })

  it('imports an archive of KNIME and a DAG file of Airflow, and refuses another one by name', async () => {
    const send = (body: BodyInit, type: string): Promise<Response> =>
      Promise.resolve(
        server.ask('/api/v1/workflows/import', { method: 'POST', headers: { 'content-type': type }, body }),
      )
    const fixture = JSON.parse(read('knime/metanode.json')) as KnimeFixture
    const response = await send(createKnimeFile(fixture), 'application/zip')
    expect(response.status).toBe(201)
    const imported = (await response.json()) as Imported
    expect(imported).toMatchObject({ name: 'Clean in a metanode', import_report: { tool: 'knime' } })
    expect(imported.nodes.map(({ type }) => type).toSorted()).toEqual(['deduplicate', 'filter', 'loading', 'table'])
    const dag = await send(read('airflow/etl_http.py'), 'text/x-python')
    expect(await dag.json()).toMatchObject({ name: 'orders_nightly', import_report: { tool: 'airflow' } })
    const other = await send(zipSync({ 'a.txt': strToU8('a') }), 'application/octet-stream')
    expect(other.status).toBe(422)
    expect(await other.json()).toMatchObject({ error: { code: 'foreign.unknown-file' } })
  })

  it('exports a workflow in the format of another tool', async () => {
    const { id } = (await importFile('n8n/webhook-echo.json')) as Imported & { id: string }
    const response = await server.ask(`/api/v1/workflows/${id}/export?format=node-red`)
    expect(response.headers.get('content-disposition')).toContain('.node-red.json')
    expect(await response.json()).toMatchObject([{ type: 'tab' }, { type: 'http in' }, { type: 'change' }, {}])
    const mermaid = await server.ask(`/api/v1/workflows/${id}/export?format=mermaid`)
    expect(await mermaid.text()).toContain('flowchart LR')
    expect((await server.ask(`/api/v1/workflows/${id}/export?format=visio`)).status).toBe(422)
  })

  it('takes no secret of an export, and lists each as one to add', async () => {
    const imported = await importFile('n8n/orders-to-slack.json')
    const text = JSON.stringify(imported)
    expect(read('n8n/orders-to-slack.json')).toContain('live_8f3a9c')
    expect(text).not.toContain('live_8f3a9c')
    const secrets = imported.import_report.problems.filter(({ code }) => code === 'foreign.secrets')
    expect(secrets.map(({ message }) => message)).toEqual([
      expect.stringContaining('queryParameters.parameters.1.value'),
      expect.stringContaining('Slack account'),
    ])
  })
})
