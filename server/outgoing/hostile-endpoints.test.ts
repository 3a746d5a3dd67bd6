import { systemClock } from '@aw-flow/engine'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openTestServer } from '../testing/open-test-server.ts'
import { openDeliverySender } from './delivery-sender.ts'

it('endpoints of one workspace that do not respond delay no delivery of another workspace', async () => {
  const received: string[] = []
  const receiver = createServer(({ url }, response) => {
    received.push(url!)
    response.end()
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const { port } = receiver.address() as AddressInfo
  const folder = await mkdtemp(join(tmpdir(), 'aw-hostile-endpoints-'))
  const server = await openTestServer(folder, { allowHosts: [`127.0.0.1:${port}`] })
  const faults: unknown[] = []
  onTestFinished(async () => {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  })
  const { store, withEgress } = server.backend
  const cancelRuns = async (workspace: string, count: number): Promise<void> => {
    const workflow = { version: 1 as const, name: 'W', status: 'draft' as const, tags: [], settings: {}, nodes: [], edges: [] } // oxfmt-ignore
    for (let index = 0; index < count; index++) {
      const id = randomUUID()
      await store.forWorkspace(workspace).runs.add({ id, workflowId: 'w', request: { workflow, inputs: {}, seed: 1 } })
      await store.leases.cancel(workspace, id)
    }
  }
  const addEndpoint = async (workspace: string, name: string): Promise<void> => {
    const url = `http://127.0.0.1:${port}/${name}`
    const { endpoints } = store.forWorkspace(workspace)
    await endpoints.add({
      name: randomUUID(),
      url,
      events: ['run.cancelled'],
    })
  }
  for (let index = 0; index < 8; index++) await addEndpoint('hostile', 'stalled')
  await cancelRuns('hostile', 8)
  await addEndpoint('default', 'fast')
  await cancelRuns('default', 1)

  let sentByHostile = 0
  let release: (() => void) | undefined
  const released = new Promise<void>((resolve) => (release = resolve))
  const sender = openDeliverySender({
    deliveries: store.openDeliveries(),
    clock: systemClock,
    async withEgress(workspace, use) {
      if (workspace === 'hostile') {
        sentByHostile++
        await released
      }
      return withEgress(workspace, use)
    },
    random: () => 0.5,
    onError: (cause) => faults.push(cause),
  })
  await expect.poll(() => received).toEqual(['/fast'])
  await cancelRuns('default', 1)
  await expect.poll(() => received).toEqual(['/fast', '/fast'])
  expect(sentByHostile).toBe(8)
  release!()
  await sender.close()
  receiver.closeAllConnections()
  await new Promise((resolve) => receiver.close(resolve))
  expect(faults).toEqual([])
})
