import { readdir } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { openTestApp } from '../testing/test-app.ts'
import { readBody, csv } from '../testing/test-requests.ts'

const { server, folder } = openTestApp()

describe('data', () => {
  test('the same bytes are the same dataset', async () => {
    const first = await server.upload(csv, 'people.csv')
    expect(first).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{64}$/), name: 'people.csv', size: csv.length })
    expect(first).toMatchObject({ duplicate: false, given_name: 'people.csv' })
    expect(await server.upload(csv, 'other.csv')).toEqual({ ...first, duplicate: true, given_name: 'other.csv' })
    const { duplicate: _duplicate, given_name: _name, ...dataset } = first as Record<string, unknown>
    expect(await server.json(`/api/v1/data/${first.id}`)).toEqual(dataset)
    const list = (await server.json('/api/v1/data?limit=1')) as { items: unknown[]; total: number }
    expect(list).toEqual({ items: [dataset], total: 1, limit: 1, offset: 0 })
  })

  test('an upload returns 201 for new bytes and 200 for known ones', async () => {
    const statuses: number[] = []
    for (const name of ['a.csv', 'b.csv']) {
      const form = new FormData()
      form.set('file', new File(['id\n201200\n'], name))
      statuses.push((await server.ask('/api/v1/data/upload', { method: 'POST', body: form })).status)
    }
    expect(statuses).toEqual([201, 200])
  })

  test('[19, 43] downloads the bytes with their name, never as a page', async () => {
    const content = '<script>alert(1)</script>\n'
    const { id } = await server.upload(content, 'größe "1".html')
    const answer = await server.ask(`/api/v1/data/${id}/download`)
    expect(await answer.text()).toBe(content)
    expect(answer.headers.get('Content-Type')).toBe('application/octet-stream')
    expect(answer.headers.get('Content-Disposition')).toContain("filename*=UTF-8''gr%C3%B6%C3%9Fe%20%221%22.html")
    expect(answer.headers.get('Content-Disposition')).toMatch(/^attachment; filename="gr__e _1_\.html"/)
  })

  test('downloads data with its own media type, and what could act as a page as bytes', async () => {
    const types: Record<string, unknown> = {}
    for (const name of ['a.csv', 'a.txt', 'a.json', 'a.svg', 'a.html', 'a.unknown']) {
      const { id } = await server.upload(`id\n${name}\n`, name)
      const answer = await server.ask(`/api/v1/data/${id}/download`)
      types[name] = answer.headers.get('Content-Type')
      const dataset = await server.json(`/api/v1/data/${id}`)
      expect(dataset).toMatchObject({
        storage_path: `datasets/${id}`,
        storage_key: `datasets/${id}`,
        storage_provider: 'local',
        file_metadata: { format: name.slice(2) },
      })
    }
    expect(types).toEqual({
      'a.csv': 'text/csv; charset=utf-8',
      'a.txt': 'text/plain; charset=utf-8',
      'a.json': 'application/json',
      'a.svg': 'application/octet-stream',
      'a.html': 'application/octet-stream',
      'a.unknown': 'application/octet-stream',
    })
  })

  test('[27] is stored under a name of the server, whatever name the client sends', async () => {
    for (const name of ['../../evil.csv', '/etc/cron.d/evil', '..\\evil.csv', 'evil.csv\0.html', '.aw', 'C:\\evil']) {
      const content = `id\n${JSON.stringify(name)}\n`
      const { id } = await server.upload(content, name)
      expect(id).toMatch(/^[0-9a-f]{64}$/)
      expect(await (await server.ask(`/api/v1/data/${id}/download`)).text()).toBe(content)
    }
    const found = await readdir(folder, { recursive: true })
    expect(found.filter((path) => path.includes('evil'))).toEqual([])
  })

  test('shows rows and the load report', async () => {
    const { id } = await server.upload(csv)
    expect(await server.json(`/api/v1/data/${id}/sample?rows=2`)).toEqual({
      columns: [
        { name: 'id', type: 'BIGINT' },
        { name: 'name', type: 'VARCHAR' },
      ],
      rows: [
        [1, 'Ada'],
        [2, 'Bo'],
      ],
      total: 3,
    })
    const info = await server.json(`/api/v1/data/${id}/info`)
    expect(info).toMatchObject({ id, load: { rows: 3, encoding: 'utf-8', attempts: [{ attempt: 1, success: true }] } })
    expect(await server.json(`/api/v1/data/${id}/info`)).toEqual(info)
  })

  test('truncates very long strings in a sample', async () => {
    const short = 'é'.repeat(99_999)
    const { id } = await server.upload(`id,note\n1,${'word '.repeat(60_000)}end\n2,${short}\n3,last\n`)
    const { rows } = (await server.json(`/api/v1/data/${id}/sample`)) as { rows: [number, string][] }
    expect(rows.map(([, note]) => note.length)).toEqual([100_001, 99_999, 4])
    expect(rows[0]![1]).toMatch(/^word .*…$/)
  })

  test('can be removed', async () => {
    const { id } = await server.upload('id,name\n9,Z\n')
    const removed = await server.ask(`/api/v1/data/${id}`, { method: 'DELETE' })
    expect([removed.status, await removed.text()]).toEqual([204, ''])
    for (const path of ['', '/download', '/sample', '/info']) {
      expect((await server.ask(`/api/v1/data/${id}${path}`)).status).toBe(404)
    }
    expect((await server.ask(`/api/v1/data/${id}`, { method: 'DELETE' })).status).toBe(404)
  })

  test('allows uploads above the limit of other bodies', async () => {
    const { id } = await server.upload('x'.repeat(200_000), 'long.txt')
    expect((await (await server.ask(`/api/v1/data/${id}/download`)).text()).length).toBe(200_000)
  })

  test.each([
    ['no form', 'text/csv', csv],
    ['no boundary', 'multipart/form-data', csv],
    [
      'no file',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n--b--\r\n',
    ],
    [
      'cut off',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\nid,na',
    ],
    [
      'two files',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n1\r\n--b\r\nContent-Disposition: form-data; name="g"; filename="b"\r\n\r\n2\r\n--b--\r\n',
    ],
    ['nothing', 'multipart/form-data; boundary=b', ''],
  ])('refuses an upload of %s and keeps nothing of it', async (_what, type, body) => {
    const before = (await server.json('/api/v1/data')) as { total: number }
    const answer = await server.ask('/api/v1/data/upload', { method: 'POST', headers: { 'content-type': type }, body })
    expect(answer.status).toBe(400)
    expect((await readBody(answer)).error.code).toMatch(/^upload\./)
    expect(await server.json('/api/v1/data')).toMatchObject({ total: before.total })
  })

  test.each(['../../evil.csv', '/etc/evil.csv', 'C:\\x\\evil.csv'])(
    'keeps only the last segment of %s',
    async (name) => {
      const boundary = 'b'
      const body = `--b\r\nContent-Disposition: form-data; name="f"; filename="${name}"\r\n\r\n${name}\r\n--b--\r\n`
      const answer = await server.ask('/api/v1/data/upload', {
        method: 'POST',
        headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
        body,
      })
      expect(await answer.json()).toMatchObject({ name: 'evil.csv' })
    },
  )
})
