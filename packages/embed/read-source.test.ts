import { englishFormatter } from '@aw-flow/messages/catalogs'
import { createEmptyWorkflow, getProblem, unwrap } from '@aw-flow/schema'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { readSource } from './read-source.ts'

const base = 'https://host.example/shop/page.html'
const signal = new AbortController().signal
const answering = (body: string, status = 200): void => {
  vi.stubGlobal('fetch', async () => new Response(body, { status }))
}

describe('readSource', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('reads a workflow of the same origin, relative to the page', async () => {
    const requestedUrls: string[] = []
    vi.stubGlobal('fetch', async (url: URL) => {
      requestedUrls.push(url.href)
      return new Response(JSON.stringify(createEmptyWorkflow('Sales')))
    })
    expect(unwrap(await readSource('flows/sales.json', base, signal)).workflow.name).toBe('Sales')
    expect(requestedUrls).toEqual(['https://host.example/shop/flows/sales.json'])
  })

  it('reads a workflow in YAML, by its extension', async () => {
    answering('name: Nightly\nsteps:\n  - { id: load, agent: loading }\n')
    const { workflow } = unwrap(await readSource('flows/nightly.yaml?version=2', base, signal))
    expect(workflow).toMatchObject({ name: 'Nightly', nodes: [{ type: 'loading' }] })
    answering('name: Nightly\nsteps: [{ agent: loading, owner: Ada }]\n')
    expect(unwrap(await readSource('nightly.yaml', base, signal))).toMatchObject({
      workflow: { name: 'Nightly' },
      warning: { code: 'workflow.ignored-fields', severity: 'warning', params: { fields: ['steps[].owner'] } },
    })
    answering('name: [')
    const problem = getProblem(await readSource('nightly.yml', base, signal))
    expect(problem).toMatchObject({ code: 'embed.src-unreadable' })
    expect(englishFormatter.renderProblem(problem!).message).toContain('line 1')
  })

  it('sends no request to another origin', async () => {
    const fetch = vi.fn()
    vi.stubGlobal('fetch', fetch)
    const problem = getProblem(await readSource('https://other.example/w.json', base, signal))
    expect(problem?.code).toBe('embed.cross-origin-src')
    expect(fetch).not.toHaveBeenCalled()
  })

  it('reports what is wrong with the response', async () => {
    answering('', 404)
    const problem = getProblem(await readSource('w.json', base, signal))
    expect(problem).toMatchObject({ code: 'embed.src-missing', params: { path: '/shop/w.json', status: 404 } })
    answering('<!doctype html>')
    expect(getProblem(await readSource('w.json', base, signal))?.code).toBe('embed.src-unreadable')
    expect(getProblem(await readSource('https://', base, signal))?.code).toBe('embed.invalid-src')
  })
})
