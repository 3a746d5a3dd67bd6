import { expect } from 'vitest'
import type { TestServer } from './open-test-server.ts'

/** The JSON body of a response; `error` is set if the request was rejected. */
export type Body = Record<string, unknown> & {
  error: { code: string; message: string; details: unknown; correlation_id: string }
}

export const readBody = async (answer: Response): Promise<Body> => (await answer.json()) as Body

/** A workflow of test nodes. */
export const workflow = {
  name: 'Names',
  nodes: [
    { id: 'read', type: 'read' },
    { id: 'check', type: 'check', data: { label: 'Check', config: { valid: true } } },
  ],
  edges: [{ id: 'e', source: 'read', target: 'check' }],
}

/** A CSV file as input for `workflow`. */
export const csv = 'id,name\n1,Ada\n2,Bo\n3,"C, D"\n'

/** Saves a workflow and returns its id. */
export async function createWorkflow(server: TestServer, document: unknown = workflow): Promise<string> {
  const answer = await server.send('POST', '/api/v1/workflows', document)
  expect(answer.status).toBe(201)
  return String((await readBody(answer)).id)
}

/** Returns a function that sends a request, with a JSON body if there is one, and resolves with the status and the body. */
export const createCall =
  <B = Body>(server: TestServer) =>
  async (method: string, path: string, body?: unknown): Promise<{ status: number; body: B }> => {
    const response = body === undefined ? await server.ask(path, { method }) : await server.send(method, path, body)
    return { status: response.status, body: JSON.parse((await response.text()) || '{}') as B }
  }
