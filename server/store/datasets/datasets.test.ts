import { systemClock } from '@aw-flow/engine'
import { expect, test, vi } from 'vitest'
import { openSharedDatabase } from '../../testing/open-shared-database.ts'
import { openStore } from '../open-store.ts'
import { createTestFolder, openForTests } from '../../testing/test-resources.ts'

const folder = createTestFolder()
const store = openForTests(async () =>
  openStore(folder, systemClock, { openedDatabase: await openSharedDatabase(folder) }),
)

async function addFile(workspace: string) {
  const { datasets } = store.forWorkspace(workspace)
  const content = (async function* () {
    yield Buffer.from('shared')
  })()
  const file = await datasets.receive(content)
  const storeBytes = vi.fn(file.store)
  return { ...(await datasets.add({ ...file, store: storeBytes }, `${workspace}.csv`)), storeBytes }
}

// Otherwise, the duration of an upload would reveal that another workspace has the file.
test('the bytes of a file are stored again if only another workspace has them', async () => {
  const first = await addFile('first')
  const second = await addFile('second')
  expect(second.dataset.id).toBe(first.dataset.id)
  expect(second.isDuplicate).toBe(false)
  expect(second.storeBytes).toHaveBeenCalledTimes(1)
  expect((await addFile('second')).storeBytes).not.toHaveBeenCalled()
})
