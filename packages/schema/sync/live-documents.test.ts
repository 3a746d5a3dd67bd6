import { describe, expect, it } from 'vitest'
import { seed, sizes } from '../../../test/sizes.ts'
import { readWorkflow } from '../document/read-workflow.ts'
import type { Workflow } from '../document/workflow.ts'
import { isSameJson } from '../wire/is-same-json.ts'
import { fromLeaves } from './from-leaves.ts'
import { canReach, createRandom, Judge, Peer, TestServer } from './test-peers.ts'

/** Returns what makes a document unsound: edges without nodes, two edges into an input, cycles, invalid values. */
function findErrors(workflow: Workflow): string[] {
  const ids = new Set(workflow.nodes.map(({ id }) => id))
  const dangling = workflow.edges.filter(({ source, target }) => !ids.has(source) || !ids.has(target))
  const inputs = workflow.edges.map(({ target, targetHandle }) => `${target} ${targetHandle}`)
  const cycles = workflow.edges.filter(({ source, target }) => canReach(workflow, target, source))
  const inner = workflow.nodes.flatMap(({ data }) => {
    const value = data.config.inside as unknown as Workflow | undefined
    return Array.isArray(value?.nodes) ? findErrors(value) : []
  })
  return [
    ...dangling.map(({ id }) => `edge ${id} without node`),
    ...inputs.filter((input, index) => inputs.indexOf(input) !== index).map((input) => `two edges into ${input}`),
    ...cycles.map(({ id }) => `edge ${id} in a cycle`),
    ...(readWorkflow(workflow).workflow ? [] : ['not readable']),
    ...inner,
  ]
}

/** Three to five people edit one document through connections that break, pages that reload, and a server that restarts. */
function runTrial(trialSeed: number, isSilent = false) {
  const random = createRandom(trialSeed)
  const judge = new Judge(isSilent)
  const server = new TestServer()
  const peers = Array.from({ length: 3 + Math.floor(random() * 3) }, (_, index) => {
    return new Peer('ABCDE'[index]!, server, judge)
  })
  for (let round = 0; round < 12; round++) {
    for (const peer of peers) {
      const chance = random()
      if (chance < 0.15) peer.disconnect()
      else if (chance < 0.2) peer.reload()
      else if (chance < 0.5 && !peer.isConnected) peer.reconnect()
      for (let count = 0; count < 3; count++) peer.edit(random)
    }
    if (random() < 0.06) server.forget()
    const deliveries = Math.floor(random() * 40)
    for (let count = 0; count < deliveries; count++) peers[Math.floor(random() * peers.length)]!.deliver(random)
  }
  for (const peer of peers) if (!peer.isConnected) peer.reconnect()
  let limit = 10_000
  while (peers.map((peer) => peer.deliver(random)).includes(true) && limit-- > 0);
  const document = fromLeaves(server.tree)
  return {
    ...judge.findSilentLosses(server.tree),
    edits: server.seq,
    pending: peers.flatMap(({ copy }) => copy.pending).length,
    diverged: peers.filter((peer) => !isSameJson(peer.document, document)).map(({ name }) => name),
    errors: findErrors(document),
  }
}

describe('live documents', () => {
  it('[L1] lose no change of one person without a notification, converge, and are sound', () => {
    let [alone, edits] = [0, 0]
    for (let trial = 0; trial < sizes.liveTrials; trial++) {
      const outcome = runTrial(seed + trial)
      expect({ trial, ...outcome }).toMatchObject({ trial, lost: [], diverged: [], errors: [], pending: 0 })
      alone += outcome.alone
      edits += outcome.edits
    }
    expect(alone).toBeGreaterThan(sizes.liveTrials * 50)
    expect(edits).toBeGreaterThan(sizes.liveTrials * 50)
  })

  it('[L2] have losses that the judge of these tests finds if nobody is notified', () => {
    let lost = 0
    for (let trial = 0; trial < 3; trial++) lost += runTrial(seed + trial, true).lost.length
    expect(lost).toBeGreaterThan(2)
  })
})
