import { expect } from 'vitest'
import type { TestServer } from '../../server/testing/open-test-server.ts'

/** Ids by name, as the script that wrote a server's data has stored them. */
export interface Ids {
  datasets: Record<string, string>
  workflows: Record<string, string>
  runs: Record<string, string>
}
export interface WireRun {
  id: string
  status: string
  problem: { message: string } | null
  steps: { node: string; status: string }[]
  waiting?: { node: string; wait_for: { kind: string; digest?: string; shown?: unknown } }[]
}
export interface Page<T> {
  items: T[]
  total: number
}

/** Requests to a server with stored data. */
export function client(server: TestServer, ids: Ids) {
  const request = (method: string, path: string, body?: unknown): Promise<Response> =>
    body === undefined ? server.ask(`/api/v1${path}`, { method }) : server.send(method, `/api/v1${path}`, body)
  const get = async <T>(path: string): Promise<T> => {
    const answer = await request('GET', path)
    expect([path, answer.status]).toEqual([path, 200])
    return (await answer.json()) as T
  }
  const run = (name: string): Promise<WireRun> => get<WireRun>(`/runs/${ids.runs[name]}`)
  const ended = async (name: string): Promise<WireRun> => {
    await expect
      .poll(async () => (await run(name)).status, { timeout: 180_000, interval: 100 })
      .toMatch(/^(completed|failed|cancelled)$/)
    return run(name)
  }
  const statesOf = ({ steps }: WireRun): Record<string, string> =>
    Object.fromEntries(steps.map(({ node, status }) => [node, status]))
  return { request, get, run, ended, statesOf }
}

export async function close(server: TestServer): Promise<void> {
  await server.close()
  expect(server.faults).toEqual([])
}
