import { openStorage } from '@aw-flow/client'
import { createEmptyWorkflow } from '@aw-flow/schema'
import { expect } from '@open-wc/testing'
import { openDB } from 'idb'
import type { Account } from './accounts/account.ts'
import { Workspace } from './workspace.ts'

describe('the lists of the workspace', () => {
  it('include unreadable workflows and interrupted runs', async () => {
    const name = `aw-test-workspace-${Date.now()}`
    const storage = await openStorage({ name })
    await storage.putDocument('good', createEmptyWorkflow('Good'), 0)
    const workflow = createEmptyWorkflow('Unfinished')
    await storage.appendEvents({ run: 'r', workflowId: 'good', workflowName: 'Good', state: 'running', startedAt: 1 }, [
      { seq: 0, time: 1, type: 'run-started', version: 1, run: 'r', workflow, inputs: {}, seed: 1 },
    ])
    const database = await openDB(name)
    await database.put(
      'documents',
      { id: 'bad', workflow: { version: 99, nodes: [] }, revision: 7, updatedAt: 5 },
      'bad',
    )
    database.close()
    storage.close()

    const workspace = await Workspace.open({ account: { storageName: name, canEdit: false } as Account })
    try {
      await workspace.refresh()
      expect(workspace.documents.map(({ id }) => id)).to.deep.equal(['good'])
      expect(workspace.unreadableDocuments.map(({ id }) => id)).to.deep.equal(['bad'])
      expect([...workspace.interruptedRunIds]).to.deep.equal(['r'])
      expect(workspace.runs.map(({ run }) => run)).to.deep.equal(['r'])
      expect(workspace.approvals).to.deep.equal([])
    } finally {
      await workspace.close()
    }
  })
})

it('shows a stored workflow while the lists are read, and no other one', async () => {
  const name = `aw-test-workspace-${Date.now()}`
  const storage = await openStorage({ name })
  await storage.putDocument('good', createEmptyWorkflow('Good'), 0)
  storage.close()
  // The lists cannot be read while the trash is being written.
  const database = await openDB(name)
  const trash = database.transaction('trash', 'readwrite')
  const writing = new AbortController()
  const written = (async () => {
    while (!writing.signal.aborted) await trash.store.count()
    await trash.done
  })()

  const workspace = await Workspace.open({ account: { storageName: name, canEdit: false } as Account })
  try {
    expect(workspace.canShow('good')).to.equal(false)
    await Promise.all([workspace.prepareSession('good'), workspace.prepareSession('missing')])
    expect(workspace.isReady).to.equal(false)
    for (const check of ['canShow', 'hasWorkflow', 'isStored'] as const)
      expect(['good', 'missing'].map((id) => workspace[check](id))).to.deep.equal([true, false])
    writing.abort()
    await written
    await workspace.waitUntilReady()
    expect(['good', 'missing'].map((id) => workspace.hasWorkflow(id))).to.deep.equal([true, false])
  } finally {
    writing.abort()
    database.close()
    await workspace.close()
  }
})
