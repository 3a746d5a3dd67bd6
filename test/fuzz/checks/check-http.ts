import { openLiveServer } from './live-server.ts'
import type { Check } from './open-check.ts'

/** Sends an input as HTTP requests on one connection. Errors have the common format, and the server stays responsive. */
export async function openHttpCheck(): Promise<Check> {
  const server = await openLiveServer()
  return async (bytes) => {
    const output = await server.exchange(fillIds(bytes, { ...server.ids, port: String(server.port) }))
    const violations = [
      ...checkResponses(output),
      ...server.takeFaults().map((fault) => `A fault was logged: ${fault}`),
    ]
    if (!(await server.isResponsive())) violations.push('The server does not respond to another client.')
    const [, status = 'none'] = /^HTTP\/1\.1 (\d{3})/.exec(output) ?? []
    return { outcome: status, violations }
  }
}

/** Replaces `{name}` with ids. Bytes that are not UTF-8 remain unchanged. */
function fillIds(bytes: Uint8Array, ids: Readonly<Record<string, string>>): Uint8Array {
  let text = Buffer.from(bytes).toString('latin1')
  for (const [name, id] of Object.entries(ids)) text = text.replaceAll(`{${name}}`, () => id)
  return Buffer.from(text, 'latin1')
}

function checkResponses(output: string): string[] {
  // Bodies of downloads may contain this line only if they were uploaded with it, which the inputs do not.
  return output.split(/(?=HTTP\/1\.1 \d{3})/).flatMap((response) => {
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(response)?.[1] ?? 0)
    const [head = '', ...rest] = response.split('\r\n\r\n')
    const body = rest.join('\r\n\r\n')
    if (status >= 500) return [`Status ${status}: ${response.slice(0, 1_000)}`]
    if (/node_modules|\n\s+at \w+|syntax error at|relation "/.test(body.slice(0, 5_000)))
      return [`An error shows internals: ${body.slice(0, 1_000)}`]
    if (status < 400 || body === '' || !/^content-type: application\/json/im.test(head)) return []
    return /"error":\{"code":"[\w.-]+","message":"/.test(body.slice(0, 2_000))
      ? []
      : [`An error has another format: ${body.slice(0, 500)}`]
  })
}
