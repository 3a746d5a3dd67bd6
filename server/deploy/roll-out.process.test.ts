import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

/** A kubectl whose deployments have an image; `AW_FAILING` names one whose new image does not become ready. */
const kubectl = `#!/usr/bin/env bash
cd "$AW_CLUSTER"
echo "$*" >> calls
name=$(basename "$(grep -o 'deployment/[a-z-]*' <<< "$*")")
case "$1 $2" in
  'get deployment'*) tail -n 1 "$name" ;;
  'set image') echo "\${4#aw=}" >> "$name" ;;
  'rollout undo') sed -i '$ d' "$name" ;;
  'rollout status') [ "$name" != "\${AW_FAILING:-}" ] || [ "$(tail -n 1 "$name")" = aw:1 ] ;;
esac
`

let folder: string
let server: Server
let isReady: boolean
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'aw-roll-out-'))
  writeFileSync(join(folder, 'kubectl'), kubectl, { mode: 0o755 })
  for (const name of ['aw-server', 'aw-worker']) writeFileSync(join(folder, name), 'aw:1\n')
  isReady = true
  server = createServer((request, response) => {
    response.writeHead(request.url === '/health/ready' && isReady ? 200 : 503).end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

const rollOut = (image: string, env: Record<string, string> = {}): Promise<{ code: number; output: string }> =>
  new Promise((done) => {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const options = {
      env: {
        ...process.env,
        PATH: `${folder}${delimiter}${process.env.PATH}`,
        AW_CLUSTER: folder,
        CHECK_ATTEMPTS: '2',
        CHECK_SECONDS: '0',
        CANARY_SECONDS: '0',
        ...env,
      },
    }
    execFile(join(import.meta.dirname, 'roll-out.sh'), [image, address], options, (cause, stdout, stderr) =>
      done({ code: cause ? Number(cause.code) : 0, output: `${stdout}${stderr}` }),
    )
  })
const images = (): string[] =>
  ['aw-server', 'aw-worker'].map((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n').at(-1)!)

describe('a deployment', () => {
  it('gives servers and workers the image', async () => {
    const { code, output } = await rollOut('aw:2')
    expect([code, images()]).toEqual([0, ['aw:2', 'aw:2']])
    expect(output).toContain('aw:2 is running at http://')
  })

  it.each(['aw-server', 'aw-worker'])(
    'returns both to their previous image if %s does not become ready',
    async (name) => {
      const { code, output } = await rollOut('aw:2', { AW_FAILING: name })
      expect([code, images()]).toEqual([1, ['aw:1', 'aw:1']])
      expect(output).toContain(`${name} did not become ready`)
    },
  )

  it('changes no worker if the address stops responding while the first new server runs', async () => {
    isReady = false
    const { code, output } = await rollOut('aw:2', { CANARY_SECONDS: '30' })
    expect([code, images()]).toEqual([1, ['aw:1', 'aw:1']])
    expect(output).toContain('while the first new server runs')
    expect(readFileSync(join(folder, 'calls'), 'utf8')).not.toContain('set image deployment/aw-worker')
  })

  it('returns both to their previous image if the address does not answer', async () => {
    isReady = false
    const { code, output } = await rollOut('aw:2')
    expect([code, images()]).toEqual([1, ['aw:1', 'aw:1']])
    expect(output).toContain('/health/ready does not respond')
  })

  it('can be repeated: a deployment with the image is not changed, and not undone', async () => {
    writeFileSync(join(folder, 'aw-server'), 'aw:0\naw:2\n')
    isReady = false
    const { code } = await rollOut('aw:2')
    expect([code, images()]).toEqual([1, ['aw:2', 'aw:1']])
  })
})
